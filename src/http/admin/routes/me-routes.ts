import { Hono } from 'hono';
import type { ChangePasswordInput } from '../../../contract/access/member.ts';
import { changePassword } from '../../../control/members/change-password.ts';
import { getMe } from '../../../control/members/get-me.ts';
import { guardLogIn } from '../access/guard-attempts.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { addressOf } from '../control-context.ts';
import { jsonBody } from '../json-body.ts';

export const meRoutes = ({ attempts }: AdminCapabilities) =>
  new Hono<AdminEnv>()
    .get('/', async (c) => c.json(await getMe({ ctx: c.var.control, input: undefined })))
    .post('/password', jsonBody<ChangePasswordInput>(), async (c) => {
      const ctx = c.var.control;
      const input = c.req.valid('json');
      const logIn = { by: 'password', subject: ctx.actor.id, address: addressOf(c) } as const;
      await guardLogIn(attempts, logIn, () => changePassword({ ctx, input }));
      return c.body(null, 204);
    });
