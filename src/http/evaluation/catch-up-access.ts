import { type SnapshotLoader, sourceOf } from '../../snapshot/load.ts';
import type { Access, Granted } from './access.ts';
import type { VersionTag } from './version-tag.ts';

/**
 * What a caller is answered from who has seen a version that was not held: the same key in the newest
 * snapshot that can be had.
 */
export async function catchUpAccess(
  granted: Granted,
  { version, name }: VersionTag,
  snapshots: SnapshotLoader,
): Promise<Access> {
  const { environment } = granted.held.snapshot;
  const loaded = await snapshots.loadAtLeast(environment, version, name);
  const held = typeof loaded === 'string' ? granted.held : loaded.held;
  const key = held.keys.get(granted.key.hash);
  return key ? { held, key, source: sourceOf(held, held !== granted.held) } : 'refused';
}
