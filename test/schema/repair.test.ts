import { sql } from 'drizzle-orm';
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
const repair = (input: unknown = {}) => repairSchema({ ctx: plane.ctx, input });
const truth = () => readTruth(plane.database.reads, Date.now());

it('finds nothing wrong with a fresh database, and does nothing to it', async () => {
  expect((await truth()).verdict).toBe('sound');
  const result = await repair();
  expect(result.unresolved).toEqual([]);
  expect(result).toMatchObject({ status: 'noop', steps: [], recorded: [], seeded: [] });
  expect(result.fingerprint.after).toBe(result.fingerprint.expected);
});

it('brings back the flag tables', async () => {
  await run('drop table feature_flags cascade');
  await run('drop table feature_flag_environments cascade');
  expect((await truth()).verdict).toBe('damaged');
  const result = await repair();
  expect(result).toMatchObject({ status: 'ok', unresolved: [] });
  expect(result.seeded).toHaveLength(7);
  expect((await truth()).verdict).toBe('sound');
  expect((await repair()).status).toBe('noop');
});

it('brings back everything', async () => {
  await run('drop schema public cascade');
  await run('drop schema drizzle cascade');
  const result = await repair();
  expect(result).toMatchObject({ status: 'ok', unresolved: [] });
  expect((await truth()).verdict).toBe('sound');
  expect((await repair()).status).toBe('noop');
});
