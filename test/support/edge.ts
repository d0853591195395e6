import { env, exports } from 'cloudflare:workers';
import { generateKey, hashKey } from '../../src/contract/access/key-format.ts';
import type { Flag } from '../../src/engine/snapshot.ts';
import {
  currentFormat,
  type PublishedKey,
  type PublishedSnapshot,
  pack,
} from '../../src/snapshot/format.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import { sampleFlag } from '../engine/sample.ts';

export interface EdgeSetup {
  readonly flags?: readonly Flag[];
  readonly version?: number;
  readonly allowedOrigins?: readonly string[];
}

let environments = 0;

/** An environment of the test's own, published to the real KV and asked through the real Worker. */
export async function publishEnvironment(setup: EdgeSetup = {}) {
  const { snapshot, clientKey, serverKey } = await sampleEnvironment(setup);
  await publishToKv(snapshot);
  const ask = (path: string, key = serverKey, init: RequestInit = {}) =>
    exports.default.fetch(`http://burgee.test${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${key}`, ...init.headers },
    });
  return { snapshot, clientKey, serverKey, ask };
}

export async function sampleEnvironment(setup: EdgeSetup = {}) {
  const environment = `test-${++environments}`;
  const { flags = [sampleFlag()], version = 1, allowedOrigins = ['*'] } = setup;
  const clientKey = generateKey({ kind: 'client', environment });
  const serverKey = generateKey({ kind: 'server', environment });
  const keys: PublishedKey[] = [
    { id: 'client', kind: 'client', hash: await hashKey(clientKey), allowedOrigins },
    { id: 'server', kind: 'server', hash: await hashKey(serverKey), allowedOrigins: [] },
  ];
  const snapshot: PublishedSnapshot = {
    format: currentFormat,
    environment,
    version,
    flags,
    segments: [],
    keys,
  };
  return { snapshot, clientKey, serverKey };
}

export async function publishToKv(snapshot: PublishedSnapshot): Promise<void> {
  await kvSnapshotStore(env.SNAPSHOTS).put(snapshot.environment, await pack(snapshot));
}
