import type { PackedSnapshot } from './format.ts';

/** Names one snapshot of an environment. */
export type Label = Omit<PackedSnapshot, 'text'>;

/** Where snapshots are published to and loaded from: one per environment, the newest. */
export interface SnapshotStore {
  /** Undefined when nothing was published. Throws when the store cannot be asked. */
  find(environment: string): Promise<PackedSnapshot | undefined>;
  /** What is there, without its text, as far as this location knows. */
  findLabel(environment: string): Promise<Label | undefined>;
  /** Everything that was ever published, by its keys. Slow: for a repair, never for an answer. */
  listEnvironments(): Promise<string[]>;
  /** Replaces what is there. Throws `StoreBusyError` where that was just done. */
  put(environment: string, packed: PackedSnapshot): Promise<void>;
}
