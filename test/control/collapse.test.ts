import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { warm } from '../../src/control/warm.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

let whole: TestControlPlane;
let plane: TestControlPlane;
beforeAll(async () => {
  whole = await startControlPlane();
});
beforeEach(async () => {
  plane = await copyControlPlane(whole);
});
afterEach(() => plane.dispose());
afterAll(() => whole.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const publish = (force = false) => plane.ctx.publish(['production'], { force });
const versionServed = async () => (await plane.published('production')).version;
const createServerKey = () =>
  createKey({ ctx: plane.ctx, input: { kind: 'server', name: 'app', environment: 'production' } });

async function createFlags(count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, index) => `bulk.flag-${index}`);
  for (const key of keys) await createFlag({ ctx: plane.ctx, input: { key } });
  return keys;
}

/** The label of older code, which did not count. */
async function forgetCounts(): Promise<void> {
  const packed = await plane.store.find('production');
  if (!packed) throw new Error('nothing was published');
  const { counts, ...older } = packed;
  expect(counts).toBeDefined();
  await plane.store.put('production', older);
}

it.each([
  ['that is counted', async () => {}],
  ['of older code', forgetCounts],
])('goes on serving a snapshot %s when most flags are gone, and says so', async (_, prepare) => {
  await createFlags(2);
  await prepare();
  const before = await versionServed();
  await run('delete from feature_flags where permanent and key <> all (\'{"admin.analytics"}\')');
  const [outcome] = await publish();
  expect(outcome).toEqual({
    environment: 'production',
    problems: [],
    withheld: expect.stringMatching(/3 of 9 published flags.*\/admin\/warm\?force=true/),
  });
  expect(await versionServed()).toBe(before);
});

it('is told by warm, which publishes when it is meant', async () => {
  await createFlags(9);
  await createServerKey();
  const before = await versionServed();
  await run('truncate feature_flags cascade');
  await run('truncate api_keys');
  await expect(warm({ ctx: plane.ctx, input: undefined })).rejects.toMatchObject({
    code: 'publish_failed',
    message: expect.stringContaining('POST /admin/warm?force=true'),
  });
  expect(await versionServed()).toBe(before);
  await warm({ ctx: plane.ctx, input: { force: true } });
  expect(await plane.published('production')).toMatchObject({ keys: [] });
  expect((await plane.published('production')).flags).toHaveLength(7);
  expect(await versionServed()).toBeGreaterThan(before);
});

it('keeps the keys when their rows are gone', async () => {
  await createServerKey();
  await run('truncate api_keys');
  const [outcome] = await publish();
  expect(outcome?.withheld).toContain('none of 1 published keys');
  expect((await plane.published('production')).keys).toHaveLength(1);
});

it('lets a leaked key die at once, also when it is the only one', async () => {
  const { id } = await createServerKey();
  await revokeKey({ ctx: plane.ctx, input: { id } });
  expect((await plane.published('production')).keys).toEqual([]);
});

it('lets all but a few flags be archived by hand', async () => {
  const keys = await createFlags(8);
  await run("update feature_flags set permanent = false where key <> 'admin.analytics'");
  const { flags } = await plane.published('production');
  for (const { key } of flags) {
    if (key === 'admin.analytics') continue;
    await archiveFlag({ ctx: plane.ctx, input: { key, expectedRevision: '*' } });
    const served = (await plane.published('production')).flags.map((flag) => flag.key);
    expect(served).not.toContain(key);
  }
  expect((await plane.published('production')).flags).toHaveLength(1);
  expect(keys).toHaveLength(8);
});

it('is not kept from publishing by what cannot be read', async () => {
  for (const text of ['', 'null', '[]', '{"flags":7}', '{']) {
    await plane.store.put('production', { text, version: 1, checksum: '' });
    const [outcome] = await publish();
    expect(outcome?.version).toBeGreaterThan(1);
  }
});
