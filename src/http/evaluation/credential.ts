import { bearerOf } from '../bearer.ts';

/** The key of `Authorization: Bearer …` or `X-API-Key`; the former wins where it is sent. */
export function readCredential(headers: Headers): string | undefined {
  const authorization = headers.get('Authorization');
  return authorization === null ? (headers.get('X-API-Key') ?? undefined) : bearerOf(authorization);
}
