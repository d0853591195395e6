import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { JOSEAlgNotAllowed, JWTClaimValidationFailed, JWTExpired } from 'jose/errors';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import { importJWK } from 'jose/key/import';
import { contextLimits, findExcess } from '../../../contract/fields/limits.ts';
import { type Context, USER } from '../../../engine/context.ts';
import { isRecord } from '../../../engine/is-record.ts';
import type { PublishedContextKey } from '../../../snapshot/format.ts';
import type { Held } from '../../../snapshot/held.ts';

/** A context that a key of its environment has signed. */
export interface VerifiedContext {
  readonly context: Context;
  readonly keyId: string;
  /** The first instant at which it is refused, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Or why it is none, to go on after "it". */
export type Verdict = VerifiedContext | string;

/**
 * Verifies a JWT by the key of the environment that its `kid` names, with the one algorithm of that key: what
 * the token says of its algorithm decides nothing. It has to be for this environment, and to end.
 */
export async function verifyContext(
  token: string,
  { held, now }: { readonly held: Held; readonly now: number },
): Promise<Verdict> {
  const { environment } = held.snapshot;
  const kid = readKid(token);
  if (kid === undefined) return 'is no JWT with a kid';
  const key = held.contextKeys.get(kid);
  if (!key)
    return `was signed by a key that ${environment} does not have: its kid is unknown, or revoked`;
  try {
    const { payload } = await jwtVerify(token, await importOnce(key), {
      algorithms: [String(key.jwk.alg)],
      audience: environment,
      currentDate: new Date(now),
      requiredClaims: ['aud', 'exp'],
    });
    const context = readContext(payload);
    if (typeof context === 'string') return context;
    return { context, keyId: kid, expiresAt: Number(payload.exp) * 1_000 };
  } catch (error) {
    return explain(error, environment);
  }
}

/** What a token says, true or not: for a question whose answer grants nothing. */
export function readUnverifiedContext(token: string): Context | undefined {
  try {
    const context = readContext(decodeJwt(token));
    return typeof context === 'string' ? undefined : context;
  } catch {
    return undefined;
  }
}

function readKid(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

const imported = new WeakMap<PublishedContextKey, ReturnType<typeof importJWK>>();

function importOnce(key: PublishedContextKey): ReturnType<typeof importJWK> {
  const known = imported.get(key) ?? importJWK(key.jwk, String(key.jwk.alg));
  imported.set(key, known);
  return known;
}

/**
 * The claim `context`. Who it is about stands in it as `user_id` or `targetingKey`, or is the token's `sub`;
 * it is given both names, so that neither is left to whoever sends the token.
 */
function readContext({ context, sub }: Readonly<Record<string, unknown>>): Context | string {
  if (!isRecord(context)) return 'has no claim context that is an object';
  const excess = findExcess(context, contextLimits);
  if (excess) return `has a claim context with too much in it: ${excess}`;
  const unit = context[USER] ?? context.targetingKey ?? sub;
  if (unit === undefined) return context;
  if (typeof unit !== 'string' && typeof unit !== 'number') return 'names nobody by a text';
  return { ...context, [USER]: unit, targetingKey: context.targetingKey ?? unit };
}

function explain(error: unknown, environment: string): string {
  if (error instanceof JWTExpired) return 'has expired';
  if (error instanceof JOSEAlgNotAllowed) return 'has another alg than its key';
  if (!(error instanceof JWTClaimValidationFailed)) return 'has a signature that does not match';
  if (error.claim === 'aud') return `is for another aud than "${environment}"`;
  return `has no good claim ${error.claim}`;
}
