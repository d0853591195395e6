const scheme = 'bearer ';

/** The credential of `Authorization: Bearer …`; undefined for none, or another scheme. */
export const readBearer = (headers: Headers): string | undefined =>
  bearerOf(headers.get('Authorization') ?? '');

/** The same, of the header itself. */
export function bearerOf(header: string): string | undefined {
  if (header.slice(0, scheme.length).toLowerCase() !== scheme) return undefined;
  return header.slice(scheme.length).trim() || undefined;
}
