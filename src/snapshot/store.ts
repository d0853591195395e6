import type { PackedSnapshot } from './format.ts';

/** Where snapshots are published to and loaded from: one per environment, the newest. */
export interface SnapshotStore {
  /** Undefined when nothing was published. Throws when the store cannot be asked. */
  find(environment: string): Promise<PackedSnapshot | undefined>;
  /** The version that is there, as far as this location knows. */
  findVersion(environment: string): Promise<number | undefined>;
  /** Replaces what is there. */
  put(environment: string, packed: PackedSnapshot): Promise<void>;
}
