import { afterEach, beforeEach, expect, it } from 'vitest';
import { manifest } from '../../src/schema/manifest.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await openDatabase('migrated');
});
afterEach(() => database.close());

const tags = manifest.migrations.map(({ tag }) => tag);

it('finds nothing wrong with what drizzle-kit has migrated', async () => {
  const { exitCode, stdout, stderr } = await database.run('check');
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 0,
    stdout: 'sound: everything is as this version expects it\n',
    stderr: '',
  });
  const status = await database.ask('status');
  expect(status).toMatchObject({
    exitCode: 0,
    command: 'status',
    verdict: 'sound',
    server: { version: expect.stringMatching(/^\d+\./), role: 'postgres', is_replica: false },
    migrations: tags.map((tag) => ({ tag, state: 'applied', absent: [] })),
    differences: [],
    environments: [],
    advice: [],
  });
});

it('says which environment does not serve its rows', async () => {
  await database.query(`insert into environments (key, name, version, pinned_version)
    values ('production', 'Production', 58, 41), ('development', 'Development', 3, null)`);
  const { stdout } = await database.run('status');
  expect(stdout).toContain('! production serves version 41, whatever is changed, until:');
  expect(stdout).not.toContain('development');
});

it('names a lost table once, and every other difference with what would settle it', async () => {
  await database.query('drop table segments');
  await database.query('alter table feature_flags drop column owner');
  await database.query('alter table feature_flags alter column name type varchar(200)');
  await database.query('create table notes (text text)');
  const { exitCode, stdout } = await database.run('status');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('damaged: something is not as this version needs it');
  expect(stdout).toMatch(/✗ 0002_segments +damaged +is recorded, and table segments/);
  expect(stdout).toContain('✗ table segments is missing, with 7 columns, 1 constraint');
  expect(stdout).not.toContain('column segments.');
  expect(stdout).toContain('repair runs: ALTER TABLE "public"."feature_flags" ADD COLUMN "owner"');
  expect(stdout).toContain('feature_flags.name is character varying(200), expected text');
  expect(stdout).toContain('! table notes is not Burgee');
  expect(stdout).toContain('npx burgee repair --plan');
  const { differences } = await database.ask('status');
  expect(differences).toContainEqual({
    kind: 'changed',
    weight: 'damage',
    object: 'column feature_flags.name',
    type: 'column',
    schema: 'public',
    table: 'feature_flags',
    name: 'name',
    migration: tags[0],
    expected: 'text',
    actual: 'character varying(200)',
    is_mendable: false,
    statement: expect.stringContaining('TYPE text'),
  });
  expect(await database.ask('check')).toMatchObject({ exitCode: 1, is_sound: false });
});

it.each([
  ['altered', "update drizzle.__drizzle_migrations set hash = 'other' where id = 3", 'altered'],
  ['unrecorded', 'delete from drizzle.__drizzle_migrations where id = 3', 'unrecorded'],
  ['damaged', 'drop table segments', 'damaged'],
])('ends a check with 1 when a migration is %s', async (_, damage, state) => {
  await database.query(damage);
  const check = await database.ask('check');
  expect(check).toMatchObject({ exitCode: 1, verdict: 'damaged', migrations: { 2: { state } } });
  expect(await database.run('check')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringMatching(new RegExp(`✗ ${tags[2]} +${state}`)),
  });
});

it('ends a check with 1 when newer code has migrated, and has nobody mend it', async () => {
  const later = (manifest.migrations.at(-1)?.when ?? 0) + 1;
  await database.query(
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${later})`,
  );
  expect(await database.ask('check')).toMatchObject({ exitCode: 1, verdict: 'ahead' });
  for (const command of ['migrate', 'repair']) {
    expect(await database.ask(command), command).toMatchObject({ exitCode: 1 });
  }
});

it('passes over what does no harm', async () => {
  await database.query('create table notes (text text)');
  await database.query('create index notes_idx on segments (name)');
  expect(await database.ask('check')).toMatchObject({ exitCode: 0 });
});
