const scheme = 'bearer ';

/** The credential of `Authorization: Bearer …`; undefined for none, or another scheme. */
export function readBearer(headers: Headers): string | undefined {
  const header = headers.get('Authorization') ?? '';
  if (header.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  return header.slice(scheme.length).trim() || undefined;
}
