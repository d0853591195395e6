import { type SnapshotLoader, sourceOf } from '../../snapshot/load.ts';
import type { Access, Granted } from './access.ts';
import { findNamedVersion } from './named-version.ts';

/**
 * What a caller may be answered from who has seen a version: undefined where what was granted is as new,
 * so that it need not wait; else the same key in the newest snapshot that can be had.
 */
export function catchUpAccess(
  granted: Granted,
  { url, headers }: Pick<Request, 'url' | 'headers'>,
  snapshots: SnapshotLoader,
): Promise<Access> | undefined {
  const { environment, version } = granted.held.snapshot;
  const named = findNamedVersion(url, headers);
  if (!named || named.version <= version) return undefined;
  return snapshots.loadAtLeast(environment, named.version, named.name).then((loaded) => {
    const held = typeof loaded === 'string' ? granted.held : loaded.held;
    const key = held.keys.get(granted.key.hash);
    return key ? { held, key, source: sourceOf(held, held !== granted.held) } : 'refused';
  });
}
