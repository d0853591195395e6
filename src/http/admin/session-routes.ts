import { Hono } from 'hono';
import { listSessions } from '../../control/members/list-sessions.ts';
import { revokeSession } from '../../control/members/revoke-session.ts';
import type { AdminEnv } from './admin-env.ts';

export const sessionRoutes = new Hono<AdminEnv>()
  .get('/', async (c) => c.json(await listSessions({ ctx: c.var.control, input: c.req.query() })))
  .post('/:id/revoke', async (c) => {
    await revokeSession({ ctx: c.var.control, input: { id: c.req.param('id') } });
    return c.body(null, 204);
  });
