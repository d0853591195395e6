import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import journal from '../../drizzle/meta/_journal.json' with { type: 'json' };
import { adviseOn } from '../../src/cli/report/advice.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { describeTruth } from '../../src/control/schema/describe-truth.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { warm } from '../../src/control/warm.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { expectedCatalog } from '../../src/schema/manifest.ts';
import { countViolations } from '../../src/schema/repair/violations.ts';
import { readTruth } from '../../src/schema/truth.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
  for (const key of ['a.flag', 'b.flag']) await createFlag({ ctx: plane.ctx, input: { key } });
  for (const name of ['one', 'two']) {
    const input = { kind: 'server', name, environment: 'production' } as const;
    await createKey({ ctx: plane.ctx, input });
  }
});
/** What a test has written by hand is published, as a person would have it. */
afterEach(async () => {
  await repair();
  await warm({ ctx: plane.ctx, input: { force: true } });
  expect(await repair()).toMatchObject({ unresolved: [] });
  expect((await truth()).verdict).toBe('sound');
});
afterAll(() => plane.dispose());

const rows = <Row>(statement: string) => rowsOf<Row>(plane.database.reads, sql.raw(statement));
const run = (statement: string) => rows(statement);
const repair = (input: unknown = {}) => repairSchema({ ctx: plane.ctx, input });
const truth = () => readTruth(plane.database.reads, Date.now());

async function itemOf(object: string) {
  const { unresolved } = await repair();
  const item = unresolved.find((each) => each.object === object);
  if (!item) throw new Error(`${object} is not among ${JSON.stringify(unresolved)}`);
  return item;
}

const broken: readonly {
  rule: string;
  damage: readonly string[];
  samples: unknown;
  cure: readonly string[];
}[] = [
  {
    rule: 'not null api_keys.hash',
    damage: [
      'alter table api_keys alter column hash drop not null',
      `update api_keys set hash = null, prefix = 'secret' where name = 'one'`,
    ],
    samples: [{ id: expect.any(String) }],
    cure: [`update api_keys set hash = 'x' where hash is null`],
  },
  {
    rule: 'unique api_keys.api_keys_hash_key',
    damage: [
      'alter table api_keys drop constraint api_keys_hash_key',
      `update api_keys set hash = 'secret'`,
    ],
    samples: [{ id: expect.any(String) }, { id: expect.any(String) }],
    cure: ['update api_keys set hash = id'],
  },
  {
    rule: 'check api_keys.api_keys_scope_check',
    damage: [
      'alter table api_keys drop constraint api_keys_scope_check',
      `update api_keys set environment_key = null, prefix = 'secret' where name = 'two'`,
    ],
    samples: [{ id: expect.any(String) }],
    cure: [`update api_keys set environment_key = 'production'`],
  },
  {
    rule: 'foreign key feature_flag_environments.feature_flag_environments_flag_key_fkey',
    damage: [
      'alter table feature_flag_environments drop constraint feature_flag_environments_flag_key_fkey',
      `insert into feature_flag_environments (flag_key, environment_key, split, salt)
        values ('nowhere', 'production', '[]', 'secret')`,
    ],
    samples: [{ flag_key: 'nowhere', environment_key: 'production' }],
    cure: [`delete from feature_flag_environments where flag_key = 'nowhere'`],
  },
];

it.each(broken)(
  'names by their keys, and by nothing else, the rows that break: $rule',
  async ({ rule, damage, samples, cure }) => {
    for (const statement of damage) await run(statement);
    const { rows: found, reason, statement } = await itemOf(rule);
    expect(found?.samples).toEqual(samples);
    expect(found?.count).toBe(found?.samples.length);
    expect(reason).not.toContain('secret');
    for (const each of cure) await run(each);
    await run(statement ?? '');
    expect((await truth()).verdict).toBe('sound');
  },
);

it('names rows by where they stand in a table that has no key', async () => {
  await run('alter table audit_logs drop column seq cascade');
  await run('alter table audit_logs alter column actor drop not null');
  await run(`update audit_logs set actor = null`);
  const rule = [...expectedCatalog.values()].find(
    ({ type, table, name }) => type === 'not_null' && table === 'audit_logs' && name === 'actor',
  );
  const found = await plane.database.transaction((tx) =>
    rule ? countViolations(tx, rule) : Promise.resolve(undefined),
  );
  expect(found?.samples[0]).toEqual({ ctid: expect.stringMatching(/^\(\d+,\d+\)$/) });
  await run('drop table audit_logs');
});

it('says how to validate what holds for new rows, where rows break it', async () => {
  const name = 'feature_flag_environments_flag_key_fkey';
  await run(`alter table feature_flag_environments drop constraint ${name}`);
  await run(`insert into feature_flag_environments (flag_key, environment_key, split, salt)
    values ('nowhere', 'production', '[]', 'x')`);
  const first = await itemOf(`foreign key feature_flag_environments.${name}`);
  expect(first.statement).toContain(`VALIDATE CONSTRAINT "${name}"`);
  expect((await itemOf(first.object)).statement).toBe(first.statement);
  await run(`delete from feature_flag_environments where flag_key = 'nowhere'`);
  await run(first.statement ?? '');
});

it('is not kept from anything by a schema that something has left behind', async () => {
  await run('create schema burgee_shadow_public');
  await run('create table burgee_shadow_public.notes (id integer)');
  await run('create schema burgee_shadow_drizzle');
  await run('drop index feature_flags_status_idx');
  expect(await repair()).toMatchObject({ status: 'ok', unresolved: [] });
  const extra = (await truth()).differences.filter(({ kind }) => kind === 'extra');
  expect(extra.map(({ object, weight }) => [object.name, weight])).toEqual([
    ['burgee_shadow_public', 'notice'],
    ['burgee_shadow_drizzle', 'notice'],
  ]);
  for (const { statement } of extra) await run(statement);
  expect((await truth()).differences).toEqual([]);
});

it('sees a search path that does not lead to the tables', async () => {
  const [row] = await rows<{ name: string }>('select current_database() as name');
  await run(`alter database ${row?.name} set search_path = 'elsewhere'`);
  const found = describeTruth(await truth());
  expect(found.verdict).toBe('damaged');
  expect(found.differences.map(({ object }) => object)).toEqual(['hidden schema public']);
  await run('drop index public.feature_flags_status_idx');
  const { statement, reason } = await itemOf('hidden schema public');
  expect(reason).toContain('search path');
  await run(statement ?? '');
});

it('takes a label that stands in the place of another for the same, renamed, and adds none beside it', async () => {
  await run(`alter type role rename value 'viewer' to 'reader'`);
  const { statement } = await itemOf('enum role');
  expect(statement).toBe(`ALTER TYPE "public"."role" RENAME VALUE 'reader' TO 'viewer'`);
  await run(statement ?? '');
});

it('advises a repair where the schema itself is gone, and nothing is recorded', async () => {
  await run('drop schema public cascade');
  await run('drop schema drizzle cascade');
  const found = await truth();
  expect(found.verdict).toBe('damaged');
  expect(adviseOn(found).map(({ command }) => command)).toContain('npx burgee repair');
});

it('keeps what was there before, and what was recorded', async () => {
  await run('drop index feature_flags_status_idx');
  await run(`alter table segments add column note text default 'x'`);
  const { operation_id, backup } = await repair();
  expect(backup.records).toHaveLength(journal.entries.length);
  expect(backup.rows.api_keys).toBeGreaterThanOrEqual(0);
  const names = backup.catalog.map(({ type, table, name }) => `${type} ${table}.${name}`);
  expect(names).toContain('column segments.note');
  expect(names).not.toContain('index feature_flags.feature_flags_status_idx');
  const [stored] = await rows<{ kept: number }>(
    `select jsonb_array_length(result -> 'backup' -> 'catalog') as kept from repair_runs
      where operation_id = '${operation_id}'`,
  );
  expect(stored?.kept).toBe(backup.catalog.length);
});

it('warns of a pooled host, and names the direct one', async () => {
  const host = 'ep-cool-darkness-1234-pooler.eu-central-1.aws.neon.tech';
  const ctx = { ...plane.ctx, database: { ...plane.database, host } };
  const { warnings } = await repairSchema({ ctx, input: { mode: 'plan' } });
  expect(warnings.join()).toContain(' ep-cool-darkness-1234.eu-central-1.aws.neon.tech');
  expect((await repair({ mode: 'plan' })).warnings).toEqual([]);
});

it('tells what others could probably do with a table that it makes anew', async () => {
  await run(
    `do $$ begin create role burgee_test_bi; exception when duplicate_object then null; end $$`,
  );
  await run('grant select on all tables in schema public to burgee_test_bi');
  await run('grant insert on environments to burgee_test_bi');
  await run('drop table segments');
  const planned = await repair({ mode: 'plan' });
  expect(planned.warnings).toEqual([
    expect.stringContaining('GRANT SELECT ON "public"."segments" TO "burgee_test_bi"'),
  ]);
  expect((await repair()).warnings).toEqual(planned.warnings);
  await run('drop owned by burgee_test_bi');
});

it('takes back a right to alter the audit log, and offers it to nobody', async () => {
  await run(
    `do $$ begin create role burgee_test_auditor; exception when duplicate_object then null; end $$`,
  );
  await run('grant all on all tables in schema public to burgee_test_auditor');
  await run('grant update on audit_logs to public');
  const found = await truth();
  const tag = '0012_audit_log_append_only';
  expect(found.migrations.find((each) => each.tag === tag)).toMatchObject({ state: 'damaged' });
  expect(await repair()).toMatchObject({
    status: 'ok',
    steps: [{ object: 'append only audit_logs' }],
  });
  await run('drop table audit_logs');
  const { warnings, status } = await repair();
  expect(status).toBe('ok');
  expect(warnings).toEqual([
    expect.stringContaining('GRANT SELECT, INSERT ON "public"."audit_logs"'),
  ]);
  await run('drop owned by burgee_test_auditor');
});

it('runs what only takes rights away, where it never ran, and records it', async () => {
  const tag = '0012_audit_log_append_only';
  const { when } = journal.entries.find((entry) => entry.tag === tag) ?? {};
  await run('grant update, delete, truncate on audit_logs to current_user');
  await run(`delete from drizzle.__drizzle_migrations where created_at = ${when}`);
  const planned = await repair({ mode: 'plan' });
  expect(planned).toMatchObject({ recorded: [tag], unresolved: [] });
  expect(await repair()).toMatchObject({ status: 'ok', recorded: [tag], unresolved: [] });
});
