import { kvPolicy } from '../resource-policy.ts';
import { answeredWithin } from './answered-within.ts';
import type { Label, SnapshotStore } from './store.ts';
import { StoreBusyError } from './store-busy-error.ts';

/** Of a value that was not written by us. */
const noLabel: Label = { version: 0, checksum: '' };

const keyOf = (environment: string): string => `snapshot:${environment}`;

/** The calls of Workers KV that are made. */
export type Kv = Pick<KVNamespace, 'getWithMetadata' | 'put' | 'list'>;

/** `KV PUT failed: 429 Too Many Requests`. */
const isTooOften = (error: unknown): boolean =>
  error instanceof Error && /^KV PUT failed: 429\b/.test(error.message);

/**
 * All there is to know about Workers KV. It is eventually consistent: a location sees a new value
 * after a minute at the latest, and remembers for as long that a key was absent, so nothing but a
 * published environment is ever asked for twice in a minute (`load` sees to it). The label travels
 * in the metadata; a value without one counts as corrupt: `unpack` refuses it.
 */
export const kvSnapshotStore = (kv: Kv): SnapshotStore => ({
  async find(environment) {
    const { value, metadata } = await answeredWithin(
      kv.getWithMetadata<Label>(keyOf(environment), {
        type: 'text',
        cacheTtl: kvPolicy.cacheSeconds,
      }),
      kvPolicy.readMilliseconds,
    );
    if (value === null) return undefined;
    return { text: value, ...(metadata ?? noLabel) };
  },

  async findLabel(environment) {
    const { value, metadata } = await answeredWithin(
      kv.getWithMetadata<Label>(keyOf(environment), {
        type: 'stream',
        cacheTtl: kvPolicy.cacheSeconds,
      }),
      kvPolicy.readMilliseconds,
    );
    await value?.cancel();
    return value === null ? undefined : (metadata ?? noLabel);
  },

  async put(environment, { text, ...metadata }) {
    const writing = kv.put(keyOf(environment), text, { metadata });
    try {
      await answeredWithin(writing, kvPolicy.writeMilliseconds);
    } catch (error) {
      throw isTooOften(error) ? new StoreBusyError(error) : error;
    }
  },

  async listEnvironments() {
    const environments: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page: KVNamespaceListResult<unknown> = await answeredWithin(
        kv.list({ prefix: keyOf(''), cursor }),
        kvPolicy.readMilliseconds,
      );
      environments.push(...page.keys.map(({ name }) => name.slice(keyOf('').length)));
      if (page.list_complete) return environments;
      cursor = page.cursor;
    }
  },
});
