import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../control/context.ts';
import { findKeyActor } from '../../control/keys/find-key-actor.ts';
import { readBearer } from '../bearer.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { addressOf, controlContext } from './control-context.ts';
import { findBrowserActor } from './find-browser-actor.ts';
import { guardAttempt } from './guard-attempt.ts';
import { HttpRefusal } from './http-refusal.ts';

/**
 * Gives the request the verbs' context, or refuses it. Works by secret with no database at all.
 * Where there is an `Authorization`, it alone counts, and what a browser adds by itself does not.
 */
export const authenticate = (capabilities: AdminCapabilities) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    const actor = await (c.req.header('Authorization') === undefined
      ? findBrowserActor(c, capabilities)
      : findBearerActor(c, capabilities));
    if (!actor) {
      throw new HttpRefusal(
        401,
        'unauthenticated',
        'Log in, or send "Authorization: Bearer <ADMIN_SECRET or an admin key (bga_…)>".',
      );
    }
    c.set('control', controlContext(c, capabilities, actor));
    await next();
  });

type Capabilities = Pick<AdminCapabilities, 'adminSecret' | 'database'>;

/** As much of a token as a list of keys shows. */
const shownCharacters = 10;

export async function findBearerActor(
  c: Context,
  { adminSecret, database }: Capabilities,
): Promise<Actor | undefined> {
  const credential = readBearer(c.req.raw.headers);
  if (credential === undefined) return undefined;
  const subject = credential.slice(0, shownCharacters);
  return guardAttempt({ by: 'token', subject, address: addressOf(c) }, async () =>
    adminSecret && isSameSecret(credential, adminSecret)
      ? { id: 'admin-secret', role: 'admin', only: 'secret' }
      : findKeyActor(database, credential),
  );
}

/** In time that depends on neither text: only their digests, of one length, are compared. */
const isSameSecret = (candidate: string, secret: string): boolean =>
  timingSafeEqual(sha256(candidate), sha256(secret));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
