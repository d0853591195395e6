import { isEnvironmentKey, parseKey } from '../../../contract/access/key-format.ts';
import type { SnapshotLoader } from '../../../snapshot/load.ts';
import type { AccessControl, Granted } from '../access.ts';
import { readKey } from '../credential.ts';
import { hasExpired } from '../find-good-key.ts';

/** Whose stream it is, and until when, in milliseconds since the epoch. */
export interface StreamGrant extends Granted {
  readonly expiresAt: number;
}

/** Without a grant while no snapshot can be had. */
export type StreamAccess = StreamGrant | { readonly held?: undefined } | 'refused';

export interface Gate {
  readonly access: AccessControl;
  readonly snapshots: SnapshotLoader;
  readonly now: () => number;
}

/**
 * A browser's `EventSource` sends no header: a client key, which is public, may stand in the address as
 * `key`, and a server key is stood in for by a `token`. Whoever can send headers sends the key itself.
 */
export async function checkStreamAccess(
  { headers, url }: Pick<Request, 'headers' | 'url'>,
  gate: Gate,
): Promise<StreamAccess> {
  const query = new URL(url).searchParams;
  const token = query.get('token');
  if (token !== null) return checkToken(token, gate);
  const inAddress = query.get('key') ?? undefined;
  if (inAddress !== undefined && parseKey(inAddress)?.kind !== 'client') return 'refused';
  const checked = await gate.access.check(inAddress ?? readKey(headers));
  return checked === 'refused' || !checked.held ? checked : { ...checked, expiresAt: Infinity };
}

async function checkToken(token: string, { snapshots, now }: Gate): Promise<StreamAccess> {
  const { readStreamToken, verifyStreamToken } = await import('./stream-token.ts');
  const claimed = readStreamToken(token);
  if (!claimed || !isEnvironmentKey(claimed.environment)) return 'refused';
  const { environment, keyId } = claimed;
  const loaded = await snapshots.loadUnlessFresh(environment);
  if (loaded === 'unavailable') return {};
  if (loaded === 'missing') return 'refused';
  const key = [...loaded.held.keys.values()].find(({ id }) => id === keyId);
  if (!key || hasExpired(key, now)) return 'refused';
  const expiresAt = await verifyStreamToken(token, { key, environment, now: now() });
  return expiresAt ? { ...loaded, key, expiresAt: expiresAt * 1_000 } : 'refused';
}
