import { userInfo } from 'node:os';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await openDatabase('migrated');
  await database.ask('repair');
});
afterEach(() => database.close());

it('plans without changing anything, and does what was planned', async () => {
  await database.query('drop table segments');
  const planned = await database.run('repair', '--plan');
  expect(planned).toMatchObject({ exitCode: 0, stderr: '' });
  expect(planned.stdout).toContain('Nothing has been changed.');
  expect(planned.stdout).toContain('CREATE TABLE "public"."segments"');
  expect(await database.ask('check')).toMatchObject({ exitCode: 1 });
  const options = ['--allow-large-tables', '--database-url', database.databaseUrl];
  const { next } = await database.ask('repair', '--plan', ...options);
  expect(next).toMatch(/^npx burgee repair --plan-hash \w+ --allow-large-tables --database-url …$/);
  const [, hash = ''] = /repair --plan-hash (\w+)/.exec(planned.stdout) ?? [];
  const other = await database.ask('repair', '--plan-hash', 'other');
  expect(other).toMatchObject({ exitCode: 1, error: { code: 'plan_changed' } });
  const repaired = await database.run('repair', '--plan-hash', hash);
  expect(repaired).toMatchObject({ exitCode: 0 });
  expect(repaired.stdout).toContain('Everything is as expected.');
  expect(repaired.stdout).toContain('npx burgee warm');
  expect(repaired.stderr).toMatch(/^table segments … \d+ ms$/m);
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});

it('has nothing to do twice, and answers an operation again', async () => {
  expect(await database.ask('repair')).toMatchObject({ exitCode: 0, status: 'noop', next: null });
  expect((await database.ask('repair', '--plan')).next).toBeNull();
  const { stdout } = await database.run('repair', '--plan');
  expect(stdout).toBe('✓ Nothing to do: everything is as expected.\n');
  await database.query('drop table segments');
  const first = await database.ask('repair', '--operation-id', 'night-1');
  expect(first).toMatchObject({ exitCode: 0, command: 'repair', status: 'ok', unresolved: [] });
  expect(await database.ask('repair', '--operation-id', 'night-1')).toEqual(first);
});

it('names what is left for a person, and ends with 1', async () => {
  await database.query('drop table segments');
  await database.query('alter table api_keys alter column name type varchar(200)');
  const { exitCode, stdout } = await database.run('repair');
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Repaired in part: 2 steps');
  expect(stdout).toContain('✗ column api_keys.name: it is character varying(200), expected text');
  expect(stdout).toContain('ALTER TABLE "public"."api_keys" ALTER COLUMN "name" TYPE text');
  expect(await database.ask('repair')).toMatchObject({ exitCode: 1 });
});

it('is in the audit log under the name of whoever ran it', async () => {
  await database.query('drop table segments');
  await database.ask('repair');
  const [entry] = await database.query('select actor, action from audit_logs order by seq desc');
  expect(entry).toEqual({ actor: `cli:${userInfo().username}`, action: 'schema.repair' });
});

it('gives up at once while another one runs', async () => {
  await database.query("begin; select pg_advisory_xact_lock(hashtext('burgee schema'))");
  expect(await database.ask('repair')).toMatchObject({
    exitCode: 1,
    error: { code: 'repair_running' },
  });
  await database.query('rollback');
});
