import { setTimeout as sleep } from 'node:timers/promises';
import type { Kv } from '../../src/snapshot/kv-store.ts';

type Answer = KVNamespaceGetWithMetadataResult<string, unknown>;

export interface FaultyKv {
  readonly binding: KVNamespace;
  /** How often it was asked, in vain or not; and writes that came too early. */
  readonly counts: { reads: number; writes: number; refused: number };
  readonly throws: () => void;
  readonly hangs: (milliseconds: number) => void;
  /** One write of a key a second, as the real one does and its local twin does not. */
  readonly limitsWrites: () => void;
  /** Reads answer what these keys hold now, whatever is written: a location that lags behind. */
  readonly lags: (keys: readonly string[]) => Promise<void>;
  readonly heal: () => void;
}

/** The real namespace, which goes wrong on demand. */
export function faultyKv(kv: KVNamespace): FaultyKv {
  let strike = async () => {};
  const counts = { reads: 0, writes: 0, refused: 0 };
  let frozen = new Map<string, Answer>();
  let isLimited = false;
  const writtenAt = new Map<string, number>();
  function refuseSecondWrite(key: string) {
    const now = Date.now();
    if (now - (writtenAt.get(key) ?? 0) < 1_000) {
      counts.refused += 1;
      throw new Error('KV PUT failed: 429 Too Many Requests');
    }
    writtenAt.set(key, now);
  }
  const binding = {
    async get(key: string) {
      counts.reads += 1;
      await strike();
      return kv.get(key);
    },
    async getWithMetadata(key: string, options: { type: 'text' | 'stream' }) {
      counts.reads += 1;
      await strike();
      const old = frozen.get(key);
      if (old === undefined) return kv.getWithMetadata(key, options as { type: 'text' });
      const value = options.type === 'stream' ? new Response(old.value).body : old.value;
      return { ...old, value };
    },
    async put(...call: Parameters<Kv['put']>) {
      counts.writes += 1;
      await strike();
      if (isLimited) refuseSecondWrite(call[0]);
      await kv.put(...call);
    },
    async list(...call: Parameters<Kv['list']>) {
      counts.reads += 1;
      await strike();
      return kv.list(...call);
    },
  };
  return {
    binding: binding as unknown as KVNamespace,
    counts,
    throws: () => {
      strike = async () => {
        throw new Error('KV GET failed: 503 Service Unavailable');
      };
    },
    hangs: (milliseconds) => {
      strike = () => sleep(milliseconds);
    },
    limitsWrites: () => {
      isLimited = true;
    },
    lags: async (keys) => {
      const read = async (key: string) => [key, await kv.getWithMetadata(key)] as const;
      frozen = new Map(await Promise.all(keys.map(read)));
    },
    heal: () => {
      strike = async () => {};
      frozen = new Map();
      isLimited = false;
    },
  };
}
