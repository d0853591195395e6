import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKey } from '../../src/control/keys/create-key.ts';
import { SnapshotLoader } from '../../src/snapshot/load.ts';
import { compileNewest } from '../../src/snapshot/publish/compile-newest.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

const environment = 'production';
let plane: TestControlPlane;
let now = 1_800_000_000_000;

beforeAll(async () => {
  plane = await startControlPlane();
  const input = { kind: 'server', name: 'app', environment } as const;
  await createKey({ ctx: plane.ctx, input });
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));

/** An isolate without hub or bundle, whose store is away until it is back. */
function startEdge() {
  const faults: string[] = [];
  const state = { isStoreBack: false };
  const find: SnapshotStore['find'] = (key) =>
    state.isStoreBack ? plane.store.find(key) : Promise.reject(new Error('gone'));
  const loader = new SnapshotLoader({
    store: { ...plane.store, find },
    findInDatabase: async (key) => (await compileNewest(plane.database, key))?.snapshot,
    findBundled: () => undefined,
    now: () => now,
    onFault: (_, error) => faults.push(String(error)),
  });
  const load = async () => {
    now += 120_000;
    const loaded = await loader.load(environment);
    return typeof loaded === 'string' ? loaded : loaded.held;
  };
  return { load, state, faults };
}

it('an isolate reads from rows the very text that was published', async () => {
  const { load, state } = startEdge();
  const packed = await plane.store.find(environment);
  const held = await load();
  expect(held).toMatchObject({ origin: 'postgres', checksum: packed?.checksum });
  state.isStoreBack = true;
  expect(await load()).toBe(held);
  expect(held).toMatchObject({ origin: 'kv', confirmedAt: now, isProvisional: false });
});

it('tables that were emptied while the store was away take no flag from anybody', async () => {
  const [warm, cold] = [startEdge(), startEdge()];
  const before = await warm.load();
  await run('delete from feature_flags');
  await run(`update environments set version = version + 1 where key = '${environment}'`);
  expect(await warm.load()).toBe(before);
  expect(warm.faults.at(-1)).toContain('the database has 0 of 7 flags');
  expect(await cold.load()).toBe('unavailable');
  cold.state.isStoreBack = true;
  expect(await cold.load()).toMatchObject({ origin: 'kv', snapshot: { flags: { size: 7 } } });
});
