import { bearerOf } from '../bearer.ts';

/** A key and, where a backend has signed the context, the token that holds it. */
export interface SignedCredential {
  readonly key: string;
  readonly token: string;
}

/** Mostly a key alone. */
export type Credential = string | SignedCredential | undefined;

const keyStart = 'bg';

/**
 * The key of `Authorization: Bearer …` or `X-API-Key`; the former wins where it is sent. What is sent as
 * bearer beside a key in `X-API-Key`, and is no key itself, is a signed context.
 */
export function readCredential(headers: Headers): Credential {
  const authorization = headers.get('Authorization');
  if (authorization === null) return headers.get('X-API-Key') ?? undefined;
  const bearer = bearerOf(authorization);
  if (bearer === undefined || bearer.startsWith(keyStart)) return bearer;
  const key = headers.get('X-API-Key');
  return key === null ? bearer : { key, token: bearer };
}

/** The same without the context. */
export const readKey = (headers: Headers): string | undefined => keyOf(readCredential(headers));

export const keyOf = (credential: Credential): string | undefined =>
  typeof credential === 'object' ? credential.key : credential;
