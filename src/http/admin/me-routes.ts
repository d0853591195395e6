import { Hono } from 'hono';
import type { ChangePasswordInput } from '../../contract/member.ts';
import { changePassword } from '../../control/members/change-password.ts';
import { getMe } from '../../control/members/get-me.ts';
import type { AdminEnv } from './admin-env.ts';
import { addressOf } from './control-context.ts';
import { guardAttempt } from './guard-attempt.ts';
import { jsonBody } from './json-body.ts';

export const meRoutes = new Hono<AdminEnv>()
  .get('/', async (c) => c.json(await getMe({ ctx: c.var.control, input: undefined })))
  .post('/password', jsonBody<ChangePasswordInput>(), async (c) => {
    const ctx = c.var.control;
    const input = c.req.valid('json');
    const attempt = { by: 'password', subject: ctx.actor.id, address: addressOf(c) } as const;
    await guardAttempt(attempt, () => changePassword({ ctx, input }));
    return c.body(null, 204);
  });
