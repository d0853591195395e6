import { decodeProtectedHeader } from 'jose/decode/protected_header';
import { decodeJwt } from 'jose/jwt/decode';
import { SignJWT } from 'jose/jwt/sign';
import { jwtVerify } from 'jose/jwt/verify';
import type { PublishedKey } from '../../../snapshot/format.ts';

/**
 * Opens the live stream of a server key, which itself must not stand in an address. Signed with the
 * key's hash, so it ends with its key, and no secret more has to be kept. Whoever can read snapshots can
 * make one: it opens nothing but the news that a version is there.
 */
const algorithm = 'HS256';
const audience = 'burgee:stream';

const secretOf = ({ hash }: PublishedKey): Uint8Array => new TextEncoder().encode(hash);

interface Grant {
  readonly key: PublishedKey;
  readonly environment: string;
  /** In seconds since the epoch. */
  readonly expiresAt: number;
}

/** The same for the same grant. */
export const signStreamToken = ({ key, environment, expiresAt }: Grant): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: algorithm, kid: key.id })
    .setIssuer(environment)
    .setAudience(audience)
    .setExpirationTime(expiresAt)
    .sign(secretOf(key));

/** Whose token it says it is: nothing of it is known to be true, nor to be a text. */
export function readStreamToken(
  token: string,
): { readonly environment: string; readonly keyId: string } | undefined {
  try {
    const { iss: environment } = decodeJwt<{ iss: unknown }>(token);
    const { kid: keyId }: { kid?: unknown } = decodeProtectedHeader(token);
    const areTexts = typeof environment === 'string' && typeof keyId === 'string';
    return areTexts ? { environment, keyId } : undefined;
  } catch {
    return undefined;
  }
}

/** When it expires, in seconds since the epoch; undefined when it is not this key's, or has expired. */
export async function verifyStreamToken(
  token: string,
  { key, environment, now }: Pick<Grant, 'key' | 'environment'> & { readonly now: number },
): Promise<number | undefined> {
  const expected = {
    algorithms: [algorithm],
    audience,
    issuer: environment,
    currentDate: new Date(now),
    requiredClaims: ['exp'],
  };
  return jwtVerify(token, secretOf(key), expected).then(
    ({ payload }) => payload.exp,
    () => undefined,
  );
}
