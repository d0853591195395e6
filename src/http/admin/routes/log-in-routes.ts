import { Hono } from 'hono';
import type {
  AcceptInvitationInput,
  LogInWays,
  ResetPasswordInput,
} from '../../../contract/access/member.ts';
import { acceptInvitation } from '../../../control/members/accept-invitation.ts';
import { resetPassword } from '../../../control/members/reset-password.ts';
import { visitor } from '../access/find-browser-actor.ts';
import { guardLogIn } from '../access/guard-attempts.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { addressOf, controlContext } from '../control-context.ts';
import { jsonBody } from '../json-body.ts';
import { answerByLibrary } from './answer-by-library.ts';

/** Before anybody is known: the ways in, and the door itself. */
export const logInRoutes = (capabilities: AdminCapabilities) =>
  new Hono<AdminEnv>()
    .get('/auth/ways', (c) => c.json(waysIn(capabilities)))
    .all('/auth/*', (c) => answerByLibrary(c, capabilities))
    .post('/invitations/accept', jsonBody<AcceptInvitationInput>(), async (c) => {
      const ctx = controlContext(c, capabilities, visitor);
      const input = c.req.valid('json');
      const logIn = { by: 'invitation', subject: '', address: addressOf(c) } as const;
      const accept = () => acceptInvitation({ ctx, input });
      return c.json(await guardLogIn(capabilities.attempts, logIn, accept), 201);
    })
    .post('/password-reset', jsonBody<ResetPasswordInput>(), async (c) => {
      const ctx = controlContext(c, capabilities, visitor);
      const input = c.req.valid('json');
      const logIn = { by: 'password reset', subject: '', address: addressOf(c) } as const;
      await guardLogIn(capabilities.attempts, logIn, () => resetPassword({ ctx, input }));
      return c.body(null, 204);
    });

const waysIn = ({ logIn, access }: AdminCapabilities): LogInWays => ({
  password: logIn !== undefined,
  passkey: logIn !== undefined,
  providers: (['github', 'google'] as const).filter((name) => logIn?.providers[name]),
  access: access !== undefined,
});
