import type { Queryable } from '../../db/connect.ts';
import { addressOf, type Catalog, nameOf } from '../catalog/catalog.ts';
import type { Difference } from '../drift/difference.ts';
import type { Obstacle, Step } from '../plan/step.ts';
import type { SchemaTruth } from '../truth.ts';
import { alignSequences } from './align-sequences.ts';
import { type AppliedStep, applySteps, type OnStep } from './apply-steps.ts';
import { countRows } from './backup.ts';
import { type Diagnosis, examine } from './diagnose.ts';
import { writeRecords } from './write-records.ts';

export interface Mended<Populated> {
  readonly steps: readonly AppliedStep[];
  readonly obstacles: readonly Obstacle[];
  /** Tags of the migrations that were recorded. */
  readonly recorded: readonly string[];
  /** Names of the sequences that were moved on. */
  readonly aligned: readonly string[];
  readonly populated: Populated;
  readonly truth: SchemaTruth;
  readonly after: Catalog;
}

export interface MendOptions<Populated> {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onStep: OnStep;
  /** Fills tables once they are there, before foreign keys ask whether rows refer to each other. */
  readonly populate: (steps: readonly AppliedStep[]) => Promise<Populated>;
}

/**
 * Carries out a plan within the caller's transaction and looks at what came of it. Throws, so that
 * all of it is rolled back, when something is still missing that no obstacle explains, or when a
 * table has fewer rows than before.
 */
export async function mend<Populated>(
  tx: Queryable,
  { expected, actual, plan }: Diagnosis,
  { now, onStep, populate }: MendOptions<Populated>,
): Promise<Mended<Populated>> {
  const rowsBefore = await countRows(tx, actual);
  const isLink = ({ objects: [{ type }] }: Step) => type === 'foreign_key';
  const built = await applySteps(
    tx,
    plan.steps.filter((step) => !isLink(step)),
    onStep,
  );
  const populated = await populate(built.steps);
  const linked = await applySteps(tx, plan.steps.filter(isLink), onStep);
  const aligned = await alignSequences(tx);
  const complete = await examine(tx, expected, now);
  const recorded = await writeRecords(tx, complete.truth.migrations, complete.actual);
  const { truth, actual: after } = await examine(tx, expected, now);
  const steps = [...built.steps, ...linked.steps];
  const obstacles = [...plan.obstacles, ...built.obstacles, ...linked.obstacles];
  assertExplained(truth.differences, obstacles);
  assertKept(rowsBefore, await countRows(tx, complete.actual));
  return { steps, obstacles, recorded, aligned, populated, truth, after };
}

function assertExplained(differences: readonly Difference[], obstacles: readonly Obstacle[]): void {
  const named = new Set(obstacles.flatMap(({ objects }) => objects).map(addressOf));
  const unexplained = differences.filter(
    ({ isMendable, object }) => isMendable && !named.has(addressOf(object)),
  );
  if (unexplained.length === 0) return;
  const names = unexplained.map(({ object }) => nameOf(object)).join(', ');
  throw new Error(`after all steps, these are still not as expected: ${names}`);
}

function assertKept(
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): void {
  for (const [table, rows] of Object.entries(before)) {
    const left = after[table];
    if (left !== undefined && left < rows) {
      throw new Error(`${table} had ${rows} rows before the repair and ${left} after`);
    }
  }
}
