import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../../control/context.ts';
import { findKeyHolder, type KeyHolder } from '../../../control/keys/find-key-holder.ts';
import { readBearer } from '../../bearer.ts';
import type { AdminCapabilities, AdminEnv } from '../admin-env.ts';
import { addressOf, controlContext } from '../control-context.ts';
import { HttpRefusal } from '../http-refusal.ts';
import { findBrowserActor } from './find-browser-actor.ts';
import { guardCredential, type Presented } from './guard-attempts.ts';

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

type Capabilities = Pick<AdminCapabilities, 'adminSecret' | 'attempts' | 'database' | 'logError'>;

/** Throws 429 where too many were wrong, whatever this one is. */
export const findBearerActor = (
  c: Context,
  capabilities: Capabilities,
): Promise<Actor | undefined> =>
  findBearer(c, capabilities, { lookUp: (credential) => lookUp(capabilities, credential) });

interface Bearing {
  /** Who holds it. */
  readonly lookUp: (credential: string) => Promise<KeyHolder | undefined>;
  readonly secret?: Presented['secret'];
}

/** The same of what somebody else opens. */
export async function findBearer(
  c: Context,
  { attempts, logError }: Pick<Capabilities, 'attempts' | 'logError'>,
  { lookUp, secret }: Bearing,
): Promise<Actor | undefined> {
  const credential = readBearer(c.req.raw.headers);
  if (credential === undefined) return undefined;
  const presented = { credential, address: addressOf(c), secret };
  const holder = await guardCredential(attempts, presented, () => lookUp(credential));
  if (holder?.noteUse) {
    const noting = holder.noteUse();
    c.executionCtx.waitUntil(
      noting.catch((error) => logError('the use of a key was not noted', error)),
    );
  }
  return holder?.actor;
}

async function lookUp(
  { adminSecret, database }: Capabilities,
  credential: string,
): Promise<KeyHolder | undefined> {
  if (adminSecret && isSameSecret(credential, adminSecret)) {
    return { actor: { id: 'admin-secret', role: 'admin', only: 'secret' } };
  }
  return findKeyHolder(database, credential);
}

/** In time that depends on neither text: only their digests, of one length, are compared. */
export const isSameSecret = (candidate: string, secret: string): boolean =>
  timingSafeEqual(sha256(candidate), sha256(secret));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
