import type { PublishedKey } from '../../snapshot/format.ts';
import type { Held } from '../../snapshot/held.ts';

/** The key with this hash, unless it is not published any more, or has expired. */
export function findGoodKey(
  { keys }: Pick<Held, 'keys'>,
  hash: string,
  now: () => number,
): PublishedKey | undefined {
  const key = keys.get(hash);
  return key && !hasExpired(key, now) ? key : undefined;
}

/** The clock is looked at for the few keys that were rotated. */
export const hasExpired = ({ expiresAt }: PublishedKey, now: () => number): boolean =>
  expiresAt !== undefined && expiresAt <= now();
