import { unpack } from './format.ts';
import type { SnapshotStore } from './store.ts';

/** What a store holds of an environment, and whether a reader would take it. */
export interface StoredSnapshot {
  readonly environment: string;
  readonly version: number;
  readonly isIntact: boolean;
}

/** Reads it whole, as a reader does; undefined when there is none. Throws when the store cannot be asked. */
export async function inspectStored(
  store: SnapshotStore,
  environment: string,
): Promise<StoredSnapshot | undefined> {
  const packed = await store.find(environment);
  if (packed === undefined) return undefined;
  const isIntact = await unpack(packed, environment).then(
    () => true,
    () => false,
  );
  return { environment, version: packed.version, isIntact };
}
