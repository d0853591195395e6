import { Hono } from 'hono';
import type { PropagationInput } from '../../../contract/environments/propagation.ts';
import { getPropagation } from '../../../control/propagation/get-propagation.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';

export const propagationRoutes = new Hono<AdminEnv>().get(
  '/',
  queryOf<PropagationInput>(),
  async (c) => c.json(await getPropagation({ ctx: c.var.control, input: c.req.valid('query') })),
);
