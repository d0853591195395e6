import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acceptedRange } from '../../src/schema/accepted-range.ts';
import { acceptedSchema } from '../../src/schema/accepted-schema.ts';
import { readCatalog } from '../../src/schema/catalog/read-catalog.ts';
import { listBreaking } from '../../src/schema/drift/breaking.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { listUnaccepted } from '../../src/schema/unaccepted.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('migrated');
});
afterAll(() => database.close());

/** What a migration of these statements would break, as Postgres has it before and after. */
async function breaksOf(statements: string): Promise<readonly string[]> {
  const catalog = () => readCatalog(drizzle(database.client), ['public']);
  await database.query('begin');
  try {
    const before = await catalog();
    await database.query(statements);
    return listBreaking(before, await catalog());
  } finally {
    await database.query('rollback');
  }
}

it.each([
  ['create table notes (id text primary key, note text not null check (note <> $$$$))'],
  ['alter table segments add column colour text'],
  ['alter table segments add column colour text default $$red$$ not null'],
  ['alter table segments add column colour text check (colour <> $$$$)'],
  ['alter table segments add column colour text unique'],
  ['alter table segments add column environment text references environments (key)'],
  ['create index segments_name_idx on segments (name)'],
  ['alter table segments alter column name drop not null'],
  ['alter type flag_kind add value $$date$$'],
  ['drop index audit_logs_target_idx'],
  ['alter table feature_flags drop constraint feature_flags_key_check'],
])('finds that nothing is broken by: %s', async (statements) => {
  expect(await breaksOf(statements)).toEqual([]);
});

it.each([
  ['drop table segments', 'table segments'],
  ['alter table segments drop column name', 'column segments.name'],
  ['alter table segments rename column name to title', 'column segments.name'],
  ['alter table segments alter column name type varchar(20)', 'column segments.name'],
  ['alter table segments add column colour text not null', 'not null segments.colour'],
  ['alter table api_keys alter column last_used_at set not null', 'not null api_keys.last_used_at'],
  ['alter table environments alter column revision drop default', 'default environments.revision'],
  ['alter table segments add constraint short check (length(name) < 9)', 'check segments.short'],
  ['create unique index one_name on segments (name)', 'index segments.one_name'],
  ['alter table segments add constraint one_name unique (name)', 'unique segments.one_name'],
  [
    'alter table feature_flag_overrides drop constraint feature_flag_overrides_subject_key',
    'unique feature_flag_overrides.feature_flag_overrides_subject_key',
  ],
  ['alter table segments enable row level security', 'row security segments'],
])('finds what is broken by: %s', async (statements, name) => {
  expect(await breaksOf(statements)).toContain(name);
});

const journal = [
  { tag: 'first', breaks: [] },
  { tag: 'adds', breaks: [] },
  { tag: 'drops', breaks: ['column a.b', 'table c'] },
];
const running = { min: 'first', max: 'first', copesWith: [] };

it.each([
  [
    'a version that knows nothing of it',
    running,
    [{ tag: 'drops', breaks: ['column a.b', 'table c'] }],
  ],
  ['a version that does not say', undefined, [{ tag: 'drops', breaks: ['column a.b', 'table c'] }]],
  [
    'one that does without a part',
    { ...running, copesWith: ['table c'] },
    [{ tag: 'drops', breaks: ['column a.b'] }],
  ],
  ['one that does without all of it', { ...running, copesWith: ['table c', 'column a.b'] }, []],
  ['one that was written for it', { ...running, max: 'drops' }, []],
])('finds what %s does not cope with', (_, accepts, unaccepted) => {
  expect(listUnaccepted(journal, accepts, journal)).toEqual(unaccepted);
});

it('needs the last migration that makes something, and knows the last of all', () => {
  const object = manifest.objects.find(({ migration }) => migration === '0001_overrides');
  const migrations = ['0001_overrides', '0002_drops'].map((tag) => ({
    tag,
    when: 1,
    hash: '',
    movesData: false,
    breaks: [],
  }));
  const objects = object ? [object] : [];
  expect(acceptedRange({ migrations, objects })).toEqual({
    min: '0001_overrides',
    max: '0002_drops',
  });
});

it('tells the edge what the manifest says', () => {
  expect(acceptedSchema).toMatchObject(acceptedRange(manifest));
});
