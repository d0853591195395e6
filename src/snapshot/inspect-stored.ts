import { type PackedSnapshot, unpack } from './format.ts';
import type { SnapshotStore } from './store.ts';

/** What a store holds of an environment: `corrupt` is what no reader would take. */
export interface StoredSnapshot {
  readonly environment: string;
  readonly state: 'intact' | 'corrupt' | 'missing';
  /** 0 when it is missing. */
  readonly version: number;
  /** The version that it repeats, where a person chose that one. */
  readonly pinnedTo?: number | undefined;
}

/** Reads it whole, as a reader does. Throws when the store cannot be asked. */
export async function inspectStored(
  store: Pick<SnapshotStore, 'find'>,
  environment: string,
): Promise<StoredSnapshot> {
  const packed = await store.find(environment);
  if (packed === undefined) return { environment, state: 'missing', version: 0 };
  return { environment, version: packed.version, ...(await inspect(packed, environment)) };
}

async function inspect(packed: PackedSnapshot, environment: string) {
  try {
    const { pinnedTo } = await unpack(packed, environment);
    return { state: 'intact', pinnedTo } as const;
  } catch {
    return { state: 'corrupt' } as const;
  }
}
