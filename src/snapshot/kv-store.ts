import type { SnapshotStore } from './store.ts';

/** What travels in the metadata of `snapshot:<environment>`, beside the text. */
interface Metadata {
  readonly version: number;
  readonly checksum: string;
}

/** The least that Workers KV accepts: how long a location may answer from its own copy. */
const cacheTtlSeconds = 30;

const keyOf = (environment: string): string => `snapshot:${environment}`;

/**
 * All there is to know about Workers KV. It is eventually consistent: a location sees a new value
 * after a minute at the latest, and remembers for as long that a key was absent, so nothing but a
 * published environment is ever asked for twice in a minute (`load` sees to it). A value whose
 * metadata is missing counts as corrupt: `unpack` refuses it.
 */
export const kvSnapshotStore = (kv: KVNamespace): SnapshotStore => ({
  async find(environment) {
    const { value, metadata } = await kv.getWithMetadata<Metadata>(keyOf(environment), {
      type: 'text',
      cacheTtl: cacheTtlSeconds,
    });
    if (value === null) return undefined;
    return { text: value, version: metadata?.version ?? 0, checksum: metadata?.checksum ?? '' };
  },

  async findVersion(environment) {
    const { value, metadata } = await kv.getWithMetadata<Metadata>(keyOf(environment), {
      type: 'stream',
      cacheTtl: cacheTtlSeconds,
    });
    await value?.cancel();
    return metadata?.version;
  },

  async put(environment, { text, version, checksum }) {
    const metadata: Metadata = { version, checksum };
    await kv.put(keyOf(environment), text, { metadata });
  },
});
