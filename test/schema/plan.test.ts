import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { pack } from '../../src/snapshot/format.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
  await createFlag({ ctx: plane.ctx, input: { key: 'shop.checkout' } });
  const key = { kind: 'server', name: 'app', environment: 'production' } as const;
  await createKey({ ctx: plane.ctx, input: key });
});
beforeEach(async () => {
  await repair();
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const repair = (input: object = {}) => repairSchema({ ctx: plane.ctx, input });
const plan = (input: object = {}) => repair({ mode: 'plan', ...input });

const records = 'drizzle.__drizzle_migrations';
const damages: readonly (readonly [string, readonly string[], object])[] = [
  ['records of complete migrations', [`delete from ${records} where id in (2, 4)`], {}],
  ['records of what it completes', ['drop table segments', `delete from ${records}`], {}],
  ['dates of records', [`alter table ${records} drop column created_at`], {}],
  ['sequences', ['drop sequence drizzle.__drizzle_migrations_id_seq cascade'], {}],
  ['seeds', ['truncate environments, feature_flags cascade'], { restore_flags: true }],
  [
    'states alone',
    [`delete from feature_flag_environments where environment_key = 'production'`],
    {},
  ],
  ['rows of one table', ['truncate api_keys'], {}],
  ['rows of every table', ['drop schema public cascade', 'drop schema drizzle cascade'], {}],
  [
    'an environment that nobody knows',
    [`delete from environments where key = 'development'`],
    { allow_large_tables: true },
  ],
];

it.each(damages)('shows what comes back before it does: %s', async (_, statements, settings) => {
  for (const statement of statements) await run(statement);
  const planned = await plan(settings);
  expect(planned.unresolved).toEqual([]);
  const done = await repair({ ...settings, plan_hash: planned.plan_hash });
  expect(done).toMatchObject({ status: 'ok', plan_hash: planned.plan_hash, unresolved: [] });
  for (const what of ['recorded', 'aligned', 'seeded', 'restored'] as const) {
    expect(planned[what], what).toEqual(done[what]);
  }
  expect(planned.steps.map(({ statement }) => statement)).toEqual(
    done.steps.map(({ statement }) => statement),
  );
});

it('shows seeds where nothing is to be restored from', async () => {
  await run('truncate environments, feature_flags cascade');
  const { published, ...blind } = { ...plane.ctx, publish: async () => [] };
  expect(published).toBeDefined();
  const planned = await repairSchema({ ctx: blind, input: { mode: 'plan' } });
  expect(planned.seeded).toHaveLength(9);
  const input = { plan_hash: planned.plan_hash };
  const done = await repairSchema({ ctx: blind, input });
  expect(done.seeded).toEqual(planned.seeded);
});

const changes: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['another record is gone', () => run(`delete from ${records} where id = 3`)],
  ['a seed is gone', () => run(`delete from feature_flags where key = 'admin.analytics'`)],
  [
    'more is lost that is published',
    () => run(`delete from feature_flags where key = 'shop.checkout'`),
  ],
  [
    'something else is published of what was lost',
    async () => {
      const packed = await plane.store.find('production');
      if (!packed) throw new Error('nothing is published');
      const snapshot = JSON.parse(packed.text);
      await plane.store.put('production', await pack({ ...snapshot, keys: [] }));
    },
  ],
];

it.each(changes)('is refused once %s', async (_, change) => {
  await run('delete from drizzle.__drizzle_migrations where id = 2');
  await run('truncate api_keys');
  const { plan_hash } = await plan();
  expect((await plan()).plan_hash).toBe(plan_hash);
  await change();
  await expect(repair({ plan_hash })).rejects.toMatchObject({ code: 'plan_changed' });
});

it('is of the settings that it was asked with', async () => {
  await run(`delete from feature_flags where key = 'shop.checkout'`);
  const { plan_hash, restored } = await plan({ restore_flags: false });
  expect(restored).toEqual([]);
  await expect(repair({ plan_hash })).rejects.toMatchObject({ code: 'plan_changed' });
});

it('shows every migration of an empty database', async () => {
  await run('drop schema public cascade');
  await run('drop schema drizzle cascade');
  const { recorded } = await plan();
  expect(recorded).toEqual(manifest.migrations.map(({ tag }) => tag));
});
