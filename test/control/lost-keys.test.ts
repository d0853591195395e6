import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { recordReports } from '../../src/control/usage/record-reports.ts';
import { classifyFailure } from '../../src/db/classify-failure.ts';
import { rowsOf } from '../../src/db/rows.ts';
import type { EdgeReport } from '../../src/usage/edge-report.ts';
import {
  copyControlPlane,
  startControlPlane,
  type TestControlPlane,
} from '../support/control-plane.ts';

let template: TestControlPlane;
let plane: TestControlPlane;

beforeAll(async () => {
  template = await startControlPlane();
});
afterAll(() => template?.dispose());
beforeEach(async () => {
  plane = await copyControlPlane(template);
  return () => plane.dispose();
});

const run = (statement: string) =>
  plane.database.transaction((tx) => rowsOf<{ count: number }>(tx, sql.raw(statement)));

const loseKeyOf = (table: string) =>
  run(`alter table ${table} drop constraint ${table}_pkey cascade`);

/** Rows beyond the first of each key. */
async function repeated(table: string, key: string): Promise<number | undefined> {
  const [row] = await run(
    `select (count(*) - count(distinct (${key})))::int as count from ${table}`,
  );
  return row?.count;
}

const report = (id: string): EdgeReport => ({
  id,
  madeAt: Date.now(),
  location: 'FRA',
  evaluations: [],
  answers: [['production', 'memory', 1]],
  firsts: [],
  uncounted: 0,
});

it('makes no second flag of a key that nothing guards, and says what is wrong', async () => {
  await loseKeyOf('feature_flags');
  const create = () => createFlag({ ctx: plane.ctx, input: { key: 'checkout.express' } });
  const ends = await Promise.allSettled([create(), create()]);
  const failures = ends.map((end) => end.status === 'rejected' && classifyFailure(end.reason));
  expect(failures).toEqual(['damaged', 'damaged']);
  expect(await repeated('feature_flags', 'key')).toBe(0);
});

it('counts no report of usage that it could count twice', async () => {
  await loseKeyOf('edge_reports');
  for (const id of ['a', 'a']) {
    await expect(recordReports(plane.database, [report(id)])).rejects.toThrow();
  }
  await repairSchema({ ctx: plane.ctx, input: {} });
  for (const id of ['a', 'a']) await recordReports(plane.database, [report(id)]);
  const total = await run(`select total::int as count from edge_totals where label = 'memory'`);
  expect(total).toEqual([{ count: 1 }]);
});

it('keeps a history without repetitions, so that its key can be put back', async () => {
  await loseKeyOf('snapshot_history');
  await loseKeyOf('published_versions');
  await run(`update environments set version = version + 1`);
  await Promise.all([1, 2, 3].map(() => plane.ctx.publish(['production'])));
  expect(await repeated('snapshot_history', 'environment_key, version')).toBe(0);
  expect(await repeated('published_versions', 'environment_key, version')).toBe(0);
  const repaired = await repairSchema({ ctx: plane.ctx, input: {} });
  expect(repaired).toMatchObject({ status: 'ok', unresolved: [] });
});
