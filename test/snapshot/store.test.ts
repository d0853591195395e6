import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../src/snapshot/format.ts';
import { kvSnapshotStore } from '../../src/snapshot/kv-store.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

const { SNAPSHOTS } = env;

describe.each<[string, SnapshotStore]>([
  ['the KV store', kvSnapshotStore(SNAPSHOTS)],
  ['its memory twin', memorySnapshotStore()],
])('%s', (_, store) => {
  it('finds nothing where nothing was put', async () => {
    expect(await store.find('nowhere')).toBeUndefined();
    expect(await store.findLabel('nowhere')).toBeUndefined();
  });

  it('finds what was put last, to the byte', async () => {
    const { snapshot } = await sampleEnvironment();
    const { environment } = snapshot;
    const named = { ...snapshot, flags: [{ ...snapshot.flags[0], name: 'Ünïcödé 🚩' }] };
    const [first, second] = [await pack(snapshot), await pack({ ...named, version: 2 } as never)];
    await store.put(environment, first);
    expect(await store.find(environment)).toEqual(first);
    await store.put(environment, second);
    expect(await store.find(environment)).toEqual(second);
    const { version, checksum } = second;
    expect(await store.findLabel(environment)).toMatchObject({ version, checksum });
    expect(await store.findLabel(environment)).toMatchObject({ counts: { flags: 1, keys: 2 } });
  });

  it('lists what was put, more than a page of it, and no neighbour', {
    timeout: 180_000,
  }, async () => {
    await SNAPSHOTS.put('another:thing', '{}');
    const { snapshot } = await sampleEnvironment();
    const packed = await pack(snapshot);
    const before = await store.listEnvironments();
    const put = Array.from({ length: 1_003 }, (_, index) => `listed-${10_000 + index}`);
    await Promise.all(put.map((environment) => store.put(environment, packed)));
    expect(await store.listEnvironments()).toEqual([...before, ...put].sort());
  });
});

describe('a packed snapshot', () => {
  it('is read back as it was', async () => {
    const { snapshot } = await sampleEnvironment();
    expect(await unpack(await pack(snapshot), snapshot.environment)).toEqual(snapshot);
  });

  it('is refused when it was cut, altered, made for another environment or in another format', async () => {
    const { snapshot } = await sampleEnvironment();
    const packed = await pack(snapshot);
    const alien = await pack({ ...snapshot, format: 2 } as never);
    for (const [bad, environment] of [
      [{ ...packed, text: packed.text.slice(0, -1) }, snapshot.environment],
      [{ ...packed, text: packed.text.replace('true', 'false') }, snapshot.environment],
      [{ ...packed, version: 2 }, snapshot.environment],
      [{ ...packed, checksum: '' }, snapshot.environment],
      [packed, 'production'],
      [alien, snapshot.environment],
    ] as const) {
      await expect(unpack(bad, environment)).rejects.toThrow();
    }
  });

  it('counts as corrupt when its metadata is missing from KV', async () => {
    const { snapshot } = await sampleEnvironment();
    await SNAPSHOTS.put('snapshot:bare', JSON.stringify({ ...snapshot, environment: 'bare' }));
    const packed = await kvSnapshotStore(SNAPSHOTS).find('bare');
    await expect(unpack(packed as never, 'bare')).rejects.toThrow('checksum');
  });
});
