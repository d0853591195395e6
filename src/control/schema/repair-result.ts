import type {
  RepairBackup,
  RepairProgress,
  RepairResult,
  RepairStep,
  UnresolvedItem,
} from '../../contract/health/repair.ts';
import { addressOf, type Catalog, catalogOf, nameOf } from '../../schema/catalog/catalog.ts';
import { fingerprintOf } from '../../schema/catalog/fingerprint.ts';
import type { MigrationState } from '../../schema/migrations/judge-migrations.ts';
import { listRecordProblems } from '../../schema/migrations/record-problems.ts';
import type { MigrationRecord } from '../../schema/migrations/records.ts';
import type { Obstacle } from '../../schema/plan/step.ts';
import type { AppliedStep } from '../../schema/repair/apply-steps.ts';
import type { BackupPoint } from '../../schema/repair/backup.ts';
import type { Mended } from '../../schema/repair/conclude.ts';
import type { Diagnosis } from '../../schema/repair/diagnose.ts';
import type { SchemaTruth } from '../../schema/truth.ts';

type Described = Pick<
  RepairResult,
  'fingerprint' | 'steps' | 'unresolved' | 'recorded' | 'aligned' | 'seeded' | 'refilled'
>;

/** What would be done. */
export async function describePlan(
  { plan, truth, expected, actual }: Diagnosis,
  { recorded, aligned, seeded, refilled }: Omit<Described, 'fingerprint' | 'steps' | 'unresolved'>,
): Promise<Described> {
  const fingerprints = await fingerprint(expected, actual, actual);
  return {
    fingerprint: fingerprints,
    steps: [...plan.labels, ...plan.steps].map(
      ({ objects: [object], statement }): RepairStep => ({
        object: nameOf(object),
        statement,
      }),
    ),
    unresolved: [...plan.obstacles.map(fromObstacle), ...describeRecords(truth, ['altered'])],
    recorded,
    aligned,
    seeded,
    refilled,
  };
}

/** What was done, and everything that is still not as expected. */
export async function describeMended(
  { expected, actual }: Diagnosis,
  { steps, obstacles, recorded, aligned, truth, after }: Mended,
  { seeded, refilled, unresolved }: Pick<RepairResult, 'seeded' | 'refilled' | 'unresolved'>,
): Promise<Described> {
  const named = new Set(obstacles.flatMap(({ objects }) => objects).map(addressOf));
  const unnamed = truth.differences.filter(
    ({ weight, object }) => weight === 'damage' && !named.has(addressOf(object)),
  );
  return {
    fingerprint: await fingerprint(expected, actual, after),
    steps: steps.map(fromStep),
    unresolved: [
      ...obstacles.map(fromObstacle),
      ...unnamed.map(({ object, kind, statement }) => ({
        object: nameOf(object),
        reason: `it is ${kind}`,
        statement,
      })),
      ...describeRecords(truth, ['altered', 'missing', 'damaged', 'pending', 'unrecorded']),
      ...unresolved,
    ],
    recorded,
    aligned,
    seeded,
    refilled,
  };
}

/** A step that was taken, or what kept it from being taken. */
export function describeStep(step: AppliedStep | Obstacle): RepairProgress {
  return 'reason' in step ? fromObstacle(step) : fromStep(step);
}

const fromStep = ({ objects, statement, milliseconds }: AppliedStep): RepairStep => ({
  object: nameOf(objects[0]),
  statement,
  milliseconds,
});

function fromObstacle({ objects, ...why }: Obstacle): UnresolvedItem {
  return { object: nameOf(objects[0]), ...why };
}

function describeRecords(
  { migrations, records }: SchemaTruth,
  unsettled: readonly MigrationState[],
): UnresolvedItem[] {
  return [
    ...migrations.flatMap(({ tag, state }) =>
      unsettled.includes(state) ? [{ object: `migration ${tag}`, reason: reasons[state] }] : [],
    ),
    ...listRecordProblems(records).flatMap(({ removal, reason, records: found }) =>
      removal
        ? found.map((record) => ({
            object: 'migration records',
            reason: `one ${reason}${dateOf(record)}`,
            statement: removal(record),
          }))
        : [],
    ),
  ];
}

const reasons: Readonly<Record<MigrationState, string>> = {
  applied: 'it is applied',
  altered: 'what is recorded of it is not its file: one of the two has changed since',
  missing: 'it is not complete, so not recorded',
  pending: 'it is not complete, so not recorded',
  damaged: 'it is recorded, and not complete',
  unrecorded: 'all that it makes is there, and no record of it could be written or read',
};

function dateOf({ when }: MigrationRecord): string {
  const date = new Date(when ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? '' : ` (${date.toISOString()})`;
}

/** The state before the repair, to go back to. */
export const describeBackup = ({ catalog, ...point }: BackupPoint): RepairBackup => ({
  ...point,
  catalog: catalog.map(({ isValid, ...object }) => ({ ...object, is_valid: isValid })),
});

/** Leaves out what others have added, so that a mended schema equals the expected one. */
async function fingerprint(expected: Catalog, before: Catalog, after: Catalog) {
  const ours = (catalog: Catalog) =>
    catalogOf([...catalog].flatMap(([address, object]) => (expected.has(address) ? [object] : [])));
  return {
    expected: await fingerprintOf(expected),
    before: await fingerprintOf(ours(before)),
    after: await fingerprintOf(ours(after)),
  };
}
