import { type SnapshotLoader, sourceOf } from '../../snapshot/load.ts';
import type { Access, Granted } from './access.ts';
import { findGoodKey } from './find-good-key.ts';
import type { VersionTag } from './version-tag.ts';

interface CatchUp {
  readonly granted: Granted;
  readonly named: VersionTag;
  readonly now: number;
}

/**
 * What a caller is answered from who has seen a version that was not held: the same key in the newest
 * snapshot that can be had.
 */
export async function catchUpAccess(
  { granted, named, now }: CatchUp,
  snapshots: SnapshotLoader,
): Promise<Access> {
  const { environment } = granted.held.snapshot;
  const loaded = await snapshots.loadAtLeast(environment, named.version, named.name);
  const held = typeof loaded === 'string' ? granted.held : loaded.held;
  const key = findGoodKey(held, granted.key.hash, () => now);
  return key ? { held, key, source: sourceOf(held, held !== granted.held) } : 'refused';
}
