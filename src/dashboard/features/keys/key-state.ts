import type { KeyResource } from '../../../contract/access/api-key.ts';

export type KeyState = 'good' | 'expiring' | 'expired' | 'revoked';

export function keyState(
  { revoked_at, expires_at }: Pick<KeyResource, 'revoked_at' | 'expires_at'>,
  now: number,
): KeyState {
  if (revoked_at !== null) return 'revoked';
  if (expires_at === null) return 'good';
  return Date.parse(expires_at) > now ? 'expiring' : 'expired';
}

export const isOver = (state: KeyState): boolean => state === 'expired' || state === 'revoked';
