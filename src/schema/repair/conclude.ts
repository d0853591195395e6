import type { Queryable } from '../../db/connect.ts';
import { addressOf, type Catalog, nameOf } from '../catalog/catalog.ts';
import type { Difference } from '../drift/difference.ts';
import { examine, examineRecords } from '../examine.ts';
import type { Obstacle } from '../plan/step.ts';
import type { SchemaTruth } from '../truth.ts';
import { countRows } from './backup.ts';
import type { Built } from './build.ts';
import type { Diagnosis } from './diagnose.ts';
import { validateAgain } from './validate-again.ts';
import { writeRecords } from './write-records.ts';

export interface Mended extends Built {
  /** Tags of the migrations that were recorded. */
  readonly recorded: readonly string[];
  readonly truth: SchemaTruth;
  readonly after: Catalog;
}

interface Conclusion {
  readonly diagnosis: Diagnosis;
  readonly built: Built;
  /** Of every table of ours, before. */
  readonly rowsBefore: Readonly<Record<string, number>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Looks at what came of a plan, and records the migrations that are complete. Throws, so that all of
 * it is rolled back, when something is still missing that no obstacle explains, or when a table has
 * fewer rows than before.
 */
export async function conclude(
  tx: Queryable,
  { diagnosis, built, rowsBefore, now }: Conclusion,
): Promise<Mended> {
  const { expected } = diagnosis;
  const { steps, obstacles } = await validateAgain(tx, built);
  const found = steps.length > 0 ? await examine(tx, expected, now) : diagnosis;
  const { actual: after } = found;
  const recorded = await writeRecords(tx, found.truth.migrations, after);
  const { truth } =
    recorded.length > 0 ? await examineRecords(tx, { actual: after, expected, now }) : found;
  assertExplained(truth.differences, obstacles);
  assertKept(rowsBefore, await countRows(tx, after));
  return { steps, obstacles, aligned: built.aligned, recorded, truth, after };
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
