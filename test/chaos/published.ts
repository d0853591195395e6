import type { PackedSnapshot } from '../../src/snapshot/format.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

/** What the edge is served from, by environment. */
export type Published = ReadonlyMap<string, PackedSnapshot>;

export async function readPublished(store: SnapshotStore): Promise<Published> {
  const published = new Map<string, PackedSnapshot>();
  for (const environment of await store.listEnvironments()) {
    const packed = await store.find(environment);
    if (packed) published.set(environment, packed);
  }
  return published;
}

export async function storeOf(published: Published): Promise<SnapshotStore> {
  const store = memorySnapshotStore();
  for (const [environment, packed] of published) await store.put(environment, packed);
  return store;
}
