import { unpack } from './format.ts';
import type { SnapshotStore } from './store.ts';

/** What a store holds of an environment: `corrupt` is what no reader would take. */
export interface StoredSnapshot {
  readonly environment: string;
  readonly state: 'intact' | 'corrupt' | 'missing';
  /** 0 when it is missing. */
  readonly version: number;
}

/** Reads it whole, as a reader does. Throws when the store cannot be asked. */
export async function inspectStored(
  store: SnapshotStore,
  environment: string,
): Promise<StoredSnapshot> {
  const packed = await store.find(environment);
  if (packed === undefined) return { environment, state: 'missing', version: 0 };
  const isIntact = await unpack(packed, environment).then(
    () => true,
    () => false,
  );
  return { environment, state: isIntact ? 'intact' : 'corrupt', version: packed.version };
}
