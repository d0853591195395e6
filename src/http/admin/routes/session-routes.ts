import { Hono } from 'hono';
import type { ListSessionsInput } from '../../../contract/access/member.ts';
import { listSessions } from '../../../control/members/list-sessions.ts';
import { revokeSession } from '../../../control/members/revoke-session.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';

export const sessionRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<ListSessionsInput>(), async (c) =>
    c.json(await listSessions({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/:id/revoke', async (c) => {
    await revokeSession({ ctx: c.var.control, input: { id: c.req.param('id') } });
    return c.body(null, 204);
  });
