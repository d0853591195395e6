import { generateKey, hashKey } from '../../src/contract/access/key-format.ts';
import type { Flag } from '../../src/engine/snapshot.ts';
import { currentFormat, pack } from '../../src/snapshot/format.ts';
import type { KvValue } from './worker.ts';

export interface Environment {
  /** A server key. */
  readonly key: string;
  /** What its KV namespace holds. */
  readonly kv: Readonly<Record<string, KvValue>>;
}

/** An environment of these flags, published. */
export async function publish(flags: readonly Flag[]): Promise<Environment> {
  const environment = 'bench';
  const key = generateKey({ kind: 'server', environment });
  const { text, ...metadata } = await pack({
    format: currentFormat,
    environment,
    version: 1,
    flags,
    segments: [],
    keys: [{ id: 'bench', kind: 'server', hash: await hashKey(key), allowedOrigins: [] }],
  });
  return { key, kv: { [`snapshot:${environment}`]: { text, metadata } } };
}
