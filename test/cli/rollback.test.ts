import { drizzle } from 'drizzle-orm/node-postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fingerprintOf } from '../../src/schema/catalog/fingerprint.ts';
import { readCatalog } from '../../src/schema/catalog/read-catalog.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { countRecords, openDatabase, type TestDatabase } from '../support/burgee-command.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await openDatabase('migrated');
});
afterEach(() => database.close());

const tags = manifest.migrations.map(({ tag }) => tag);

const fingerprint = async () =>
  fingerprintOf(await readCatalog(drizzle(database.client), ['public', 'drizzle']));

it('tells what would be lost, and changes nothing without --yes', async () => {
  await database.query("insert into segments (key, name, conditions) values ('a', 'A', '[]')");
  const before = await fingerprint();
  const { exitCode, stdout } = await database.run('rollback', '--to', '0001_overrides');
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    `${tags.length - 2} migrations would be taken back. Nothing has been changed.`,
  );
  expect(stdout).toMatch(/table segments +1 row$/m);
  expect(stdout).toMatch(/column feature_flags.json_schema +no values$/m);
  expect(stdout).toContain('npx burgee rollback --to 0001_overrides --yes');
  const asked = await database.ask('rollback', '--to', '0001_overrides');
  expect(asked).toMatchObject({ exitCode: 1, status: 'confirmation_required', migrations: [] });
  expect(asked.losses).toContainEqual({ object: 'table segments', rows: 1 });
  expect(await fingerprint()).toBe(before);
});

it('leads back and forth to the very same schema', async () => {
  const before = await fingerprint();
  const rolledBack = await database.ask('rollback', '--to', '0003_usage', '--yes');
  expect(rolledBack).toMatchObject({ exitCode: 0, status: 'rolled_back' });
  expect(rolledBack.tags).toEqual(tags.slice(4).reverse());
  expect(await database.query(countRecords)).toEqual([{ records: 4, hashes: 4 }]);
  expect(await database.ask('check')).toMatchObject({ exitCode: 1, verdict: 'behind' });
  expect(await database.ask('migrate')).toMatchObject({ exitCode: 0 });
  expect(await fingerprint()).toBe(before);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});

it('leads back to nothing at all', async () => {
  const before = await fingerprint();
  const first = await database.ask('rollback', '--to', 'none', '--yes');
  expect(first.tags).toEqual(tags.toReversed());
  expect(
    await database.query("select from pg_class where relnamespace = 'public'::regnamespace"),
  ).toEqual([]);
  expect(await database.query(countRecords)).toEqual([{ records: 0, hashes: 0 }]);
  expect(await database.ask('rollback', '--to', 'none', '--yes')).toMatchObject({
    exitCode: 0,
    status: 'nothing_to_do',
  });
  await database.ask('migrate');
  expect(await fingerprint()).toBe(before);
});

it('keeps the file whose way back fails, and says what had been taken back before', async () => {
  await database.query('create view watched as select id, hash from api_keys');
  const failed = await database.ask('rollback', '--to', '0004_audit_logs', '--yes');
  expect(failed).toMatchObject({
    exitCode: 1,
    error: {
      code: 'statement_failed',
      failed_statement: { file: '0005_api_keys.down.sql', sqlstate: '2BP01' },
      done: [
        '0013_usage_pipeline',
        '0012_audit_log_append_only',
        '0011_rotation_signed_contexts_and_staleness',
        '0010_schedules_and_webhooks',
        '0009_members',
        '0008_snapshot_history',
        '0007_repair_runs',
        '0006_json_schemas',
      ],
    },
  });
  expect(await database.ask('check')).toMatchObject({
    migrations: { 5: { state: 'applied' }, 6: { state: 'pending' }, 7: { state: 'pending' } },
  });
});

it('does not begin where the database is damaged', async () => {
  await database.query('drop index audit_logs_target_idx');
  expect(await database.ask('rollback', '--to', '0003_usage', '--yes')).toMatchObject({
    exitCode: 1,
    error: { code: 'refused', findings: [{ object: 'migration 0004_audit_logs' }] },
  });
  expect(await database.query(countRecords)).toMatchObject([{ records: tags.length }]);
});

it('says which migrations there are when it knows none of that name', async () => {
  expect(await database.ask('rollback', '--to', '0003', '--yes')).toMatchObject({
    exitCode: 1,
    error: { code: 'unknown_migration', way_out: expect.stringContaining('0003_usage') },
  });
});
