import type { PackedSnapshot } from '../../src/snapshot/format.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';

/**
 * A store as Workers KV is at its worst: each location answers what it likes of all that was ever
 * written, however old, in whatever order, again and again. `pick` says how many writes back.
 */
export function laggingStore(store: SnapshotStore, pick: () => number) {
  const written: PackedSnapshot[] = [];
  return {
    ...store,
    async find(environment) {
      const newest = await store.find(environment);
      return written[Math.max(0, written.length - 1 - pick())] ?? newest;
    },
    async put(environment, packed) {
      written.push(packed);
      await store.put(environment, packed);
    },
  } satisfies SnapshotStore;
}
