const bearer = /^Bearer +(\S+)$/i;

/** The key of `Authorization: Bearer …` or `X-API-Key`; the former wins. */
export function readCredential(headers: Headers): string | undefined {
  const authorization = headers.get('Authorization');
  if (authorization === null) return headers.get('X-API-Key') ?? undefined;
  return bearer.exec(authorization)?.[1];
}
