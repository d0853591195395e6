import type { Context } from 'hono';
import { getSignedCookie } from 'hono/cookie';
import type { Actor } from '../../../control/context.ts';
import { findAccessActor } from '../../../control/members/find-access-actor.ts';
import { findSessionActor } from '../../../control/members/find-session-actor.ts';
import { sessionCookieName } from '../../../control/members/log-in-settings.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { controlContext } from '../control-context.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { assertSameOrigin } from './same-origin.ts';

/**
 * Who is asking, by what a browser sends of its own accord: a cookie, or what Cloudflare Access adds.
 */
export async function findBrowserActor(
  c: Context<AdminEnv>,
  capabilities: AdminCapabilities,
): Promise<Actor | undefined> {
  return (await findByCookie(c, capabilities)) ?? (await findByAccess(c, capabilities));
}

async function findByCookie(c: Context<AdminEnv>, { logIn, database, now }: AdminCapabilities) {
  if (!logIn) return undefined;
  const name = sessionCookieName(new URL(c.req.url).origin);
  const token = await getSignedCookie(c, logIn.secret, name);
  if (!token) return undefined;
  assertSameOrigin(c);
  return findSessionActor(database, { token, now: now() });
}

async function findByAccess(c: Context<AdminEnv>, capabilities: AdminCapabilities) {
  const assertion = c.req.header('Cf-Access-Jwt-Assertion');
  const { access } = capabilities;
  if (!access || assertion === undefined) return undefined;
  const email = await access.verify(assertion);
  if (email === undefined) return undefined;
  assertSameOrigin(c);
  const ctx = controlContext(c, capabilities, visitor);
  const input = { email, provisions: access.provisions };
  const actor = await findAccessActor({ ctx, input });
  if (actor) return actor;
  throw new HttpRefusal(
    403,
    'not_a_member',
    `Cloudflare Access knows ${email}, who is no member here. Ask an admin for an invitation.`,
  );
}

export const visitor: Actor = { id: 'visitor', role: 'viewer', only: 'visitor' };
