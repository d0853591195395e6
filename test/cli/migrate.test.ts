import { afterEach, expect, it } from 'vitest';
import { migrate as migrateAsDrizzle } from '../../dev/migrate.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { countRecords, openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import { migrateByDrizzle } from '../support/migrate-by-drizzle.ts';

let database: TestDatabase;
afterEach(() => database.close());

const tags = manifest.migrations.map(({ tag }) => tag);
const everything = [{ records: tags.length, hashes: tags.length }];

interface Run {
  readonly tag: string;
  readonly statements: readonly string[];
}

const tagsOf = ({ migrations }: { migrations: readonly Run[] }) => migrations.map(({ tag }) => tag);

/** Postgres itself writes down every statement that changes the schema. */
const witness = `
  create schema witness;
  create table witness.statements (place serial, text text);
  create function witness.note() returns event_trigger language plpgsql as $$
    begin insert into witness.statements (text) values (current_query()); end $$;
  create event trigger witness on ddl_command_end execute function witness.note();`;

it('applies every file once, in order, and then has nothing to do', async () => {
  database = await openDatabase('empty');
  const first = await database.ask('migrate');
  expect(first).toMatchObject({ exitCode: 0, status: 'applied', warnings: [] });
  expect(tagsOf(first)).toEqual(tags);
  expect(await database.query(countRecords)).toEqual(everything);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout, stderr } = await database.run('migrate');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe('✓ Nothing to do: every migration is applied.\n');
});

it('leaves drizzle-kit nothing to do', async () => {
  database = await openDatabase('empty');
  await database.ask('migrate');
  await migrateAsDrizzle({ databaseUrl: database.databaseUrl });
  expect(await database.query(countRecords)).toEqual(everything);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});

it('rehearses the very statements that are then run, and leaves nothing of it', async () => {
  database = await openDatabase('empty');
  await database.query(witness);
  const rehearsal = await database.ask('migrate', '--dry-run');
  expect(rehearsal).toMatchObject({ exitCode: 0, status: 'rehearsed' });
  expect(await database.query('select text from witness.statements')).toEqual([]);
  expect(await database.query("select to_regclass('environments') as found")).toEqual([
    { found: null },
  ]);
  const run = await database.ask('migrate');
  const statementsOf = ({ migrations }: { migrations: readonly Run[] }) =>
    migrations.flatMap(({ statements }) => statements);
  expect(statementsOf(run)).toEqual(statementsOf(rehearsal));
  const seen = await database.query('select text from witness.statements order by place');
  expect(seen.map(({ text }) => text)).toEqual(
    statementsOf(rehearsal).filter((statement) => !statement.startsWith('INSERT ')),
  );
});

it('tells the locks of a rehearsal, and what the linter says', async () => {
  database = await openDatabase('migrated');
  await database.ask('rollback', '--to', '0005_api_keys', '--yes');
  const options = ['--dry-run', '--database-url', database.databaseUrl];
  const { exitCode, stdout } = await database.run('migrate', ...options);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}npx burgee migrate --database-url …$/m);
  expect(stdout).toContain(`${tags.length - 6} migrations would run. Everything was rolled back.`);
  expect(stdout).toMatch(
    /ADD COLUMN "json_schema" jsonb;\n.* ms {2}blocks reads and writes of feature_flags .*AccessExclusiveLock/,
  );
  expect(stdout).toMatch(/CREATE INDEX .*repair_runs.*\n.*blocks nobody/);
  expect(stdout).toMatch(/squawk\n {2}✓ has no objection/);
});

it.each([...tags.keys()])('runs number %i when it is missing', async (index) => {
  database = await openDatabase('migrated');
  const tag = tags[index] ?? '';
  await database.query(losses[tag] ?? '');
  await database.query(`delete from drizzle.__drizzle_migrations where id = ${index + 1}`);
  await migrateByDrizzle(database.databaseUrl).catch(() => {});
  const isLast = index === tags.length - 1;
  expect(await database.ask('check')).toMatchObject({
    exitCode: isLast ? 0 : 1,
    migrations: { [index]: { tag, state: isLast ? 'applied' : 'missing' } },
  });
  const migrated = await database.ask('migrate');
  const dependent = dependents[tag];
  if (dependent === undefined) {
    expect(migrated).toMatchObject({ exitCode: 0 });
    expect(tagsOf(migrated)).toEqual(isLast ? [] : [tag]);
  } else {
    expect(migrated).toMatchObject({
      exitCode: 1,
      error: { code: 'refused', way_out: expect.stringContaining('npx burgee repair') },
    });
    expect(await database.ask('repair')).toMatchObject({ exitCode: 0 });
  }
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});

/** What each would look like, had it never run. */
const losses: Readonly<Record<string, string>> = {
  '0000_environments_and_flags': `drop table feature_flag_environments, feature_flags, environments cascade;
    drop type flag_kind; drop type flag_status`,
  '0001_overrides': 'drop table feature_flag_overrides; drop type override_scope',
  '0002_segments': 'drop table segments',
  '0003_usage': 'drop table feature_flag_usage',
  '0004_audit_logs': 'drop table audit_logs',
  '0005_api_keys':
    'drop table api_keys, members cascade; drop type role cascade; drop type key_kind',
  '0006_json_schemas': 'alter table feature_flags drop column json_schema',
  '0007_repair_runs': 'drop table repair_runs',
  '0008_snapshot_history':
    'drop table snapshot_history; alter table environments drop column pinned_version',
  '0009_members': 'drop table invitations, passkeys, verifications, accounts, sessions, members',
  '0010_schedules_and_webhooks': `drop table webhook_deliveries, webhooks, scheduled_changes;
    drop type delivery_status; drop type webhook_format; drop type schedule_status`,
  '0011_rotation_signed_contexts_and_staleness': `drop table context_keys, project_settings;
    alter table api_keys drop column expires_at, drop column replaced_by, drop column last_used_at;
    alter table environments drop column requires_signed_context, drop column revision;
    alter table feature_flags drop column stale_thresholds`,
  '0012_audit_log_append_only': 'grant update, delete, truncate on audit_logs to current_user',
  '0013_usage_pipeline': `drop table feature_flag_usage_daily, edge_reports, edge_totals, usage_organisations,
    published_versions, propagation_receipts, edge_locations`,
};

/** Those that later ones have built on, which are then damaged: a repair mends all of it. */
const dependents: Readonly<Record<string, true>> = {
  '0000_environments_and_flags': true,
  '0004_audit_logs': true,
  '0005_api_keys': true,
};

it('applies each file once when eight start together', async () => {
  database = await openDatabase('empty');
  const runs = await Promise.all(
    Array.from({ length: 8 }, () => database.run('migrate', '--json')),
  );
  expect(runs.map(({ exitCode }) => exitCode)).toEqual(Array(8).fill(0));
  expect(runs.flatMap(({ stdout }) => tagsOf(JSON.parse(stdout))).sort()).toEqual(tags);
  expect(await database.query(countRecords)).toEqual(everything);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});

it('leaves nothing of a file that fails, and keeps those before it', async () => {
  database = await openDatabase('empty');
  await database.query('create view feature_flag_overrides as select 1 as one');
  const failed = await database.ask('migrate');
  expect(failed).toMatchObject({
    exitCode: 1,
    error: {
      code: 'statement_failed',
      failed_statement: {
        file: '0001_overrides.sql',
        statement: expect.stringContaining('CREATE TABLE "feature_flag_overrides"'),
        sqlstate: '42P07',
        message: 'relation "feature_flag_overrides" already exists',
      },
      done: ['0000_environments_and_flags'],
    },
  });
  // Its first statement had made a type.
  expect(await database.query("select to_regtype('override_scope') as found")).toEqual([
    { found: null },
  ]);
  expect(await database.query(countRecords)).toEqual([{ records: 1, hashes: 1 }]);
  const { stdout } = await database.run('migrate');
  expect(stdout).toContain('Postgres says: relation "feature_flag_overrides" already exists');
  await database.query('drop view feature_flag_overrides');
  expect(tagsOf(await database.ask('migrate'))).toEqual(tags.slice(1));
});

it('says so when a table is in use for longer than it waits', async () => {
  database = await openDatabase('migrated');
  await database.ask('rollback', '--to', '0005_api_keys', '--yes');
  await database.query('begin; lock table feature_flags in access share mode');
  const refused = await database.ask('migrate', '--dry-run');
  expect(refused).toMatchObject({
    exitCode: 1,
    error: { failed_statement: { sqlstate: '55P03' }, way_out: expect.stringContaining('in use') },
  });
  await database.query('rollback');
});

it('leaves nothing of a file whose session is ended, and is simply run again', async () => {
  database = await openDatabase('migrated');
  await database.ask('rollback', '--to', '0005_api_keys', '--yes');
  await database.query('begin; lock table feature_flags in access share mode');
  const migrating = database.run('migrate', '--json');
  await untilOneWaits();
  await database.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`);
  await database.query('rollback');
  const { exitCode, stdout } = await migrating;
  expect(exitCode).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'database_unavailable', way_out: expect.stringMatching(/^Run it again/) },
  });
  expect(await database.ask('check')).toMatchObject({ verdict: 'behind' });
  expect(tagsOf(await database.ask('migrate'))).toEqual(tags.slice(6));
});

async function untilOneWaits(): Promise<void> {
  const countWaiting = async () => {
    // Within a transaction, the view would go on showing what it showed first.
    await database.query('select pg_stat_clear_snapshot()');
    const waiting = await database.query(`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
    return waiting.length;
  };
  await expect.poll(countWaiting).toBe(1);
}

it.each([
  ['altered', "update drizzle.__drizzle_migrations set hash = 'other' where id = 3", 'git'],
  ['unrecorded', 'delete from drizzle.__drizzle_migrations where id = 3', 'npx burgee repair'],
  ['damaged', 'drop table segments', 'npx burgee repair'],
])('stops at a migration that is %s', async (_, damage, wayOut) => {
  database = await openDatabase('migrated');
  await database.query(damage);
  expect(await database.ask('migrate')).toMatchObject({
    exitCode: 1,
    error: {
      code: 'refused',
      findings: [{ object: `migration ${tags[2]}` }],
      way_out: expect.stringContaining(wayOut),
    },
  });
});

it('writes the tag where Drizzle 1.0 keeps it', async () => {
  database = await openDatabase('migrated');
  await database.query(`alter table drizzle.__drizzle_migrations
    add column name text, add column applied_at timestamptz default now()`);
  await database.query('drop table segments');
  await database.query('delete from drizzle.__drizzle_migrations where id = 3');
  expect(tagsOf(await database.ask('migrate'))).toEqual([tags[2]]);
  const written = await database.query(
    'select name, hash, applied_at is not null as "isDated" from drizzle.__drizzle_migrations where name is not null',
  );
  expect(written).toEqual([{ name: tags[2], hash: manifest.migrations[2]?.hash, isDated: true }]);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});
