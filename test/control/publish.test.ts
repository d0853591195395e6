import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { pack, unpack } from '../../src/snapshot/format.ts';
import { type Publisher, publish } from '../../src/snapshot/publish/publish.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';

let plane: TestControlPlane;
let store: SnapshotStore;
let accepted: number[];
let publisher: Publisher;
const pause = async () => {};

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

beforeEach(() => {
  store = memorySnapshotStore();
  accepted = [];
  const accept = ({ version }: { version: number }) => void accepted.push(version);
  publisher = { database: plane.database, store, accept, logError: () => {}, pause };
});

const publishProduction = () => publish(publisher, 'production');
const changeSomething = () =>
  updateFlag({
    ctx: plane.ctx,
    input: { key: 'admin.analytics', expectedRevision: '*', change: { owner: 'somebody' } },
  });

describe('publish', () => {
  it('writes what a reader can trust, and hands it to this isolate', async () => {
    const published = await publishProduction();
    const packed = await store.find('production');
    if (!packed) throw new Error('nothing was published');
    expect((await unpack(packed, 'production')).version).toBe(published?.version);
    expect(accepted).toEqual([published?.version]);
  });

  it('makes the same bytes of the same rows', async () => {
    await publishProduction();
    const first = await store.find('production');
    await publishProduction();
    expect(await store.find('production')).toEqual(first);
  });

  it('knows no environment that there is not', async () => {
    expect(await publish(publisher, 'staging')).toBeUndefined();
  });

  it('writes again when a change overtook it', async () => {
    const put = store.put;
    let overtaken = false;
    store.put = async (environment, packed) => {
      await put(environment, packed);
      if (overtaken) return;
      overtaken = true;
      await changeSomething();
    };
    const published = await publishProduction();
    expect(accepted).toEqual([(published?.version ?? 0) - 1, published?.version]);
    expect((await store.findLabel('production'))?.version).toBe(published?.version);
  });

  it('rises above what is published, where an older database was restored', async () => {
    const newer = { ...(await plane.published('production')), version: 1_000_000 };
    await store.put('production', await pack(newer));
    expect(await publishProduction()).toMatchObject({ version: 1_000_001 });
    expect((await store.findLabel('production'))?.version).toBe(1_000_001);
    await changeSomething();
    expect(await publishProduction()).toMatchObject({ version: 1_000_002 });
  });

  it('never gives one version two contents, also when rows were changed by hand', async () => {
    const before = await publishProduction();
    const rename = (name: string) =>
      plane.database.transaction((tx) =>
        tx.execute(sql`update feature_flags set name = ${name} where key = 'admin.analytics'`),
      );
    await rename('By hand');
    expect(await publishProduction()).toMatchObject({ version: (before?.version ?? 0) + 1 });
    expect(await publishProduction()).toMatchObject({ version: (before?.version ?? 0) + 1 });
  });

  it('fails when the store does, and keeps what was there', async () => {
    await publishProduction();
    const before = await store.find('production');
    store.put = () => Promise.reject(new Error('no space'));
    await expect(publishProduction()).rejects.toThrow('no space');
    expect(await store.find('production')).toEqual(before);
  });

  it('fails rather than leave an older snapshot as the last one written', async () => {
    const { put } = store;
    store.put = async (environment, packed) => {
      await put(environment, packed);
      await changeSomething();
    };
    await expect(publishProduction()).rejects.toThrow('overtaken');
  });

  it('publishes what is whole beside documents of any depth', async () => {
    const deep = `${'{"not":'.repeat(5_000)}{}${'}'.repeat(5_000)}`;
    await createFlag({ ctx: plane.ctx, input: { key: 'deep.rules' } });
    await createFlag({ ctx: plane.ctx, input: { key: 'deep.variants' } });
    await plane.database.transaction(async (tx) => {
      await tx.execute(
        sql`update feature_flag_environments set rules = ${`[${deep}]`}::jsonb where flag_key = 'deep.rules'`,
      );
      await tx.execute(
        sql`update feature_flags set variants = ${`[${deep}]`}::jsonb where key = 'deep.variants'`,
      );
      await tx.execute(
        sql`insert into segments (key, name, conditions) values ('deep', 'Deep', ${deep}::jsonb)`,
      );
    });
    const published = await publishProduction();
    expect(published?.problems.map(({ subject }) => subject)).toEqual([
      'segment deep',
      'flag deep.rules',
      'flag deep.variants',
    ]);
    await plane.database.transaction(async (tx) => {
      await tx.execute(sql`delete from segments`);
      await tx.execute(sql`delete from feature_flags where key like 'deep.%'`);
    });
  });

  it('publishes a flag that was broken behind our back as broken, and the others whole', async () => {
    await createFlag({ ctx: plane.ctx, input: { key: 'broken.split' } });
    await createFlag({ ctx: plane.ctx, input: { key: 'broken.variants' } });
    await plane.database.transaction(async (tx) => {
      await tx.execute(
        sql`update feature_flag_environments set split = '[{"variant":"gone","weight":100000}]' where flag_key = 'broken.split'`,
      );
      await tx.execute(
        sql`update feature_flags set variants = '"nonsense"' where key = 'broken.variants'`,
      );
    });
    const published = await publishProduction();
    expect(published?.problems).toEqual([
      { subject: 'flag broken.split', path: 'split[0].variant', message: expect.any(String) },
      { subject: 'flag broken.variants', path: 'variants', message: expect.any(String) },
    ]);
    const packed = await store.find('production');
    const snapshot = await unpack(packed as never, 'production');
    const broken = [...prepare(snapshot).flags.values()].filter(({ problem }) => problem);
    expect(broken.map(({ key }) => key)).toEqual(['broken.split', 'broken.variants']);
    expect(snapshot.flags).toHaveLength(9);
  });
});
