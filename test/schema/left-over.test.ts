import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { warm } from '../../src/control/warm.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { readTruth } from '../../src/schema/truth.ts';
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

const rows = <Row>(statement: string) => rowsOf<Row>(plane.database.reads, sql.raw(statement));
const run = (statement: string) => rows(statement);
const repair = (input: unknown = {}) => repairSchema({ ctx: plane.ctx, input });
const truth = () => readTruth(plane.database.reads, Date.now());
const labels = () =>
  rows<{ labels: string }>(
    `select string_agg(enumlabel, ',' order by enumsortorder) as labels from pg_enum
      where enumtypid = 'role'::regtype`,
  ).then(([row]) => row?.labels);

const loseLabels = async () => {
  await run('drop type role cascade');
  await run(`create type role as enum ('editor')`);
};

it('adds labels where they belong, and tells of them as of any step', async () => {
  await loseLabels();
  const result = await repair();
  expect(result).toMatchObject({ status: 'ok', unresolved: [] });
  expect(result.steps[0]).toMatchObject({ object: 'enum role' });
  expect(result.fingerprint.after).toBe(result.fingerprint.expected);
  expect(await labels()).toBe('viewer,editor,admin');
  expect((await repair()).status).toBe('noop');
});

it('adds no label before it is sure to start', async () => {
  await loseLabels();
  await expect(repair({ plan_hash: 'of another plan' })).rejects.toMatchObject({
    code: 'plan_changed',
  });
  const when = (manifest.migrations.at(-1)?.when ?? 0) + 1;
  await run(`insert into drizzle.__drizzle_migrations (hash, created_at) values ('new', ${when})`);
  await expect(repair()).rejects.toMatchObject({ code: 'database_is_newer' });
  expect(await labels()).toBe('editor');
});

it('applies an approved plan that has labels in it', async () => {
  await loseLabels();
  const { plan_hash } = await repair({ mode: 'plan' });
  expect(await repair({ plan_hash })).toMatchObject({ status: 'ok', plan_hash });
});

it('says which labels it has committed when the rest is rolled back', async () => {
  await loseLabels();
  const onStep = ({ object }: { object?: string }) => {
    if (object !== 'enum role') throw new Error('the listener fails');
  };
  const call = repairSchema({ ctx: plane.ctx, input: {}, onStep: onStep as () => void });
  await expect(call).rejects.toMatchObject({
    code: 'rolled_back',
    message: expect.stringContaining(`ADD VALUE 'viewer'`),
  });
});

it('holds rows to a foreign key whose parents it brings back itself', async () => {
  await run('drop table environments cascade');
  expect(await repair()).toMatchObject({ status: 'ok', unresolved: [] });
  expect((await truth()).verdict).toBe('sound');
});

it('seeds nothing twice where a primary key cannot be brought back', async () => {
  await run('alter table feature_flags drop constraint feature_flags_pkey cascade');
  await run(`insert into feature_flags select * from feature_flags where key = 'admin.analytics'`);
  const { status, seeded, unresolved } = await repair();
  expect({ status, seeded }).toEqual({ status: 'noop', seeded: [] });
  expect(unresolved.map(({ object }) => object)).toContain(
    'primary key feature_flags.feature_flags_pkey',
  );
  expect((await repair()).status).toBe('noop');
  const warming = warm({ ctx: plane.ctx, input: undefined });
  await expect(warming).rejects.toMatchObject({ code: 'publish_failed' });
  expect(await rows('select key from feature_flags')).toHaveLength(8);
});

it('is not kept from the rest by a trigger that refuses', async () => {
  await run(`create function refuse() returns trigger language plpgsql
    as $$ begin raise exception 'no writes'; end $$`);
  await run(`create trigger refuse before insert on drizzle.__drizzle_migrations
    for each row execute function refuse()`);
  await run('delete from drizzle.__drizzle_migrations where id = 3');
  await run('drop index feature_flags_status_idx');
  const { status, steps, unresolved } = await repair();
  expect(status).toBe('partial');
  expect(steps).toHaveLength(1);
  expect(unresolved.map(({ object }) => object)).toEqual([
    'trigger drizzle.__drizzle_migrations.refuse',
    'migration 0002_segments',
  ]);
});

it('is not kept from the rest by a trigger that lets rows vanish', async () => {
  await run('truncate feature_flags cascade');
  await run(`create function swallow() returns trigger language plpgsql
    as $$ begin return null; end $$`);
  await run(`create trigger swallow before insert on feature_flags
    for each row execute function swallow()`);
  await run('drop index audit_logs_target_idx');
  const { status, unresolved } = await repair();
  expect(status).toBe('partial');
  expect(unresolved.map(({ object }) => object)).toContain('critical flags');
});

it('names the records that are kept elsewhere', async () => {
  await run('alter table drizzle.__drizzle_migrations rename to set_aside');
  const { unresolved } = await repair();
  for (const { tag } of manifest.migrations) {
    expect(unresolved).toContainEqual(expect.objectContaining({ object: `migration ${tag}` }));
  }
});

it('gives records the date that they have lost, which Drizzle takes for the latest', async () => {
  await run('alter table drizzle.__drizzle_migrations drop column created_at');
  const { recorded, status } = await repair();
  expect(status).toBe('ok');
  expect(recorded).toEqual(manifest.migrations.map(({ tag }) => tag));
  const dates = await rows<{ when: string }>(
    'select created_at::text as when from drizzle.__drizzle_migrations order by 1',
  );
  expect(dates.map(({ when }) => Number(when))).toEqual(
    manifest.migrations.map(({ when }) => when),
  );
});

it('names a record without date that is nobody’s', async () => {
  await run(`insert into drizzle.__drizzle_migrations (hash) values ('stray')`);
  expect((await truth()).verdict).toBe('damaged');
  const { unresolved } = await repair();
  expect(unresolved).toMatchObject([{ object: 'migration records' }]);
  await run(unresolved[0]?.statement ?? '');
  expect((await truth()).verdict).toBe('sound');
});

it('waits two seconds at most for whoever holds a table', async () => {
  const held = plane.database.transaction(async (tx) => {
    await tx.execute(sql`lock table feature_flags in access exclusive mode`);
    const started = performance.now();
    const asked = await truth().then(
      () => 'answered',
      () => 'gave up',
    );
    return { asked, seconds: (performance.now() - started) / 1000 };
  });
  const { asked, seconds } = await held;
  expect(asked).toBe('gave up');
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(20);
});

it.each([
  ['rule', 'create rule r as on insert to audit_logs do instead nothing', 'rule audit_logs.r'],
  [
    'disabled trigger',
    'alter table feature_flag_overrides disable trigger all',
    'disabled triggers feature_flag_overrides',
  ],
])(
  'names a %s that keeps writes or keys from having their effect',
  async (_, statement, object) => {
    await run(statement);
    expect(await truth()).toMatchObject({ verdict: 'damaged' });
    const { unresolved } = await repair();
    expect(unresolved.map((item) => item.object)).toContain(object);
  },
);
