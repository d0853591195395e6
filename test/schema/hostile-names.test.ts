import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
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

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const truth = () => readTruth(plane.database.reads, Date.now());

const names = [
  `a"; drop table feature_flags; --`,
  `it's "quoted" \\ 'twice'`,
  'ünï–코드 💥',
  'x'.repeat(63),
];

it.each(names)('reports what is called %s, and runs nothing of it', async (name) => {
  const quoted = pg.escapeIdentifier(name);
  await run(`create table ${quoted} (id integer)`);
  await run(`alter table feature_flags add column ${quoted} integer`);
  await run(`alter table feature_flags add constraint ${quoted} check (true)`);
  await run(`create index ${pg.escapeIdentifier(`i${name.slice(0, 60)}`)} on segments (name)`);
  await run(`create function noop() returns trigger language plpgsql as 'begin return new; end'`);
  await run(
    `create trigger ${quoted} before update on segments for each row execute function noop()`,
  );
  const extra = (await truth()).differences.filter(({ kind }) => kind === 'extra');
  expect(extra.map(({ object }) => object.type).sort()).toEqual([
    'check',
    'column',
    'index',
    'table',
    'trigger',
  ]);
  await run('drop index feature_flags_status_idx');
  const result = await repairSchema({ ctx: plane.ctx, input: {} });
  expect(result).toMatchObject({ status: 'partial' });
  expect(result.steps).toHaveLength(1);
  expect(result.unresolved.map(({ object }) => object).sort()).toEqual(
    [`check feature_flags.${name}`, `trigger segments.${name}`].sort(),
  );
  for (const { statement } of extra.toReversed()) await run(statement);
  await run('drop function noop()');
  expect((await truth()).verdict).toBe('sound');
});

it('takes back a table that was renamed to such a name', async () => {
  await run(`alter table segments rename to ${pg.escapeIdentifier(names[0] ?? '')}`);
  const { unresolved } = await repairSchema({ ctx: plane.ctx, input: {} });
  const moved = unresolved.find(({ object }) => object === 'table segments');
  await run(moved?.statement ?? '');
  expect((await truth()).verdict).toBe('sound');
});
