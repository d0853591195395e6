import type { PackedSnapshot } from '../../src/snapshot/format.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';

/** The twin of the KV store: the same suite holds both to the same behaviour. */
export function memorySnapshotStore(): SnapshotStore {
  const kept = new Map<string, PackedSnapshot>();
  return {
    find: async (environment) => kept.get(environment),
    findLabel: async (environment) => kept.get(environment),
    listEnvironments: async () => [...kept.keys()].sort(),
    put: async (environment, packed) => void kept.set(environment, packed),
  };
}
