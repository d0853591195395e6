import { Hono } from 'hono';
import type { ListAlertsInput } from '../../../contract/notifications/alert-resource.ts';
import { listAlerts } from '../../../control/alerts/list-alerts.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';

export const alertRoutes = new Hono<AdminEnv>().get('/', queryOf<ListAlertsInput>(), async (c) =>
  c.json(await listAlerts({ ctx: c.var.control, input: c.req.valid('query') })),
);
