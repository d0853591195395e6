import { readBearer } from '../bearer.ts';

/** The key of `Authorization: Bearer …` or `X-API-Key`; the former wins where it is sent. */
export const readCredential = (headers: Headers): string | undefined =>
  headers.has('Authorization') ? readBearer(headers) : (headers.get('X-API-Key') ?? undefined);
