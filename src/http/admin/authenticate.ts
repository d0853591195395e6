import { createHash, timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { credentialAttempt } from '../../attempts/attempt.ts';
import { findKeyHolder, type KeyHolder } from '../../control/keys/find-key-holder.ts';
import { publishAll } from '../../control/publish-all.ts';
import { readBearer } from '../bearer.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';
import { settleAttempt } from './guard-attempts.ts';
import { HttpRefusal } from './http-refusal.ts';
import { setPublishHeaders } from './publish-headers.ts';

/** Gives the request the verbs' context, or refuses it. Works by secret with no database at all. */
export const authenticate = (capabilities: AdminCapabilities) =>
  createMiddleware<AdminEnv>(async (c, next) => {
    const credential = readBearer(c.req.raw.headers);
    const address = c.req.header('CF-Connecting-IP') ?? null;
    const holder = credential && (await findHolder(capabilities, { credential, address }));
    if (!holder) {
      throw new HttpRefusal(
        401,
        'unauthenticated',
        'Send "Authorization: Bearer <ADMIN_SECRET or an admin key (bga_…)>".',
      );
    }
    const { actor, noteUse } = holder;
    const { logError } = capabilities;
    if (noteUse) {
      const noting = noteUse().catch((error) => logError('the use of a key was not noted', error));
      c.executionCtx.waitUntil(noting);
    }
    c.set('control', {
      database: capabilities.database,
      now: capabilities.now,
      ...(capabilities.auditAnchors ? { auditAnchors: capabilities.auditAnchors } : {}),
      ...(capabilities.published ? { published: capabilities.published } : {}),
      listKeyUses: capabilities.listKeyUses,
      actor,
      address,
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

interface Presented {
  readonly credential: string;
  /** From where. */
  readonly address: string | null;
}

/** Throws 429 where too many were wrong, whatever this one is. */
export async function findHolder(
  capabilities: Pick<AdminCapabilities, 'adminSecret' | 'attempts' | 'database'>,
  { credential, address }: Presented,
): Promise<KeyHolder | undefined> {
  const holder = await lookUp(capabilities, credential);
  const attempt = credentialAttempt(credential, address);
  await settleAttempt(capabilities.attempts, attempt, holder !== undefined);
  return holder;
}

async function lookUp(
  { adminSecret, database }: Pick<AdminCapabilities, 'adminSecret' | 'database'>,
  credential: string,
): Promise<KeyHolder | undefined> {
  if (adminSecret && isSameSecret(credential, adminSecret)) {
    return { actor: { id: 'admin-secret', role: 'admin' } };
  }
  return findKeyHolder(database, credential);
}

/** In time that depends on neither text: only their digests, of one length, are compared. */
const isSameSecret = (candidate: string, secret: string): boolean =>
  timingSafeEqual(sha256(candidate), sha256(secret));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
