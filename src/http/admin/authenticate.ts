import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import type { Actor } from '../../control/context.ts';
import { findKeyActor } from '../../control/keys/find-key-actor.ts';
import { publishAll } from '../../control/publish-all.ts';
import { readBearer } from '../bearer.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { HttpRefusal } from './http-refusal.ts';
import { setPublishHeaders } from './publish-headers.ts';

/** Gives the request the verbs' context, or refuses it. Works by secret with no database at all. */
export const authenticate = (capabilities: AdminCapabilities) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    const credential = readBearer(c.req.raw.headers);
    const actor = credential && (await findActor(capabilities, credential));
    if (!actor) {
      throw new HttpRefusal(
        401,
        'unauthenticated',
        'Send "Authorization: Bearer <ADMIN_SECRET or an admin key (bga_…)>".',
      );
    }
    c.set('control', {
      database: capabilities.database,
      now: capabilities.now,
      ...(capabilities.auditAnchors ? { auditAnchors: capabilities.auditAnchors } : {}),
      ...(capabilities.published ? { published: capabilities.published } : {}),
      ...(capabilities.webhooks ? { webhooks: capabilities.webhooks } : {}),
      actor,
      address: c.req.header('CF-Connecting-IP') ?? null,
      requestId: c.var.requestId,
      publish: async (environments, options) => {
        const publishing = publishAll(capabilities, environments, options);
        // Others may be waiting for it when the caller goes away.
        c.executionCtx.waitUntil(publishing);
        const outcomes = await publishing;
        setPublishHeaders(c, outcomes);
        return outcomes;
      },
    });
    await next();
  });

export async function findActor(
  { adminSecret, database }: Pick<AdminCapabilities, 'adminSecret' | 'database'>,
  credential: string,
): Promise<Actor | undefined> {
  if (adminSecret && isSameSecret(credential, adminSecret)) {
    return { id: 'admin-secret', role: 'admin' };
  }
  return findKeyActor(database, credential);
}

/** In time that depends on neither text: only their digests, of one length, are compared. */
const isSameSecret = (candidate: string, secret: string): boolean =>
  timingSafeEqual(sha256(candidate), sha256(secret));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
