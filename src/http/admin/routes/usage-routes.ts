import { Hono } from 'hono';
import type { ExportUsageInput, GetUsageInput } from '../../../contract/flags/usage.ts';
import { exportUsage } from '../../../control/usage/export-usage.ts';
import { getUsage } from '../../../control/usage/get-usage.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';
import { streamText } from '../stream-text.ts';

export const usageRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<GetUsageInput>(), async (c) =>
    c.json(await getUsage({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .get('/export', queryOf<ExportUsageInput>(), async (c) => {
    const lines = await exportUsage({ ctx: c.var.control, input: c.req.valid('query') });
    c.header('Content-Type', 'text/csv; charset=utf-8');
    c.header('Content-Disposition', 'attachment; filename="usage.csv"');
    return c.body(streamText(lines));
  });
