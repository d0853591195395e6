import { addressOf } from '../catalog/catalog.ts';
import { isReadable } from '../catalog/is-readable.ts';
import { manifest } from '../manifest.ts';
import type { JudgedMigration } from '../migrations/judge-migrations.ts';
import { recordsTable } from '../migrations/records.ts';
import type { Diagnosis } from './diagnose.ts';

/** Tags of the migrations that a plan completes, or that lack nothing but their record. */
export function foreseeRecords({ actual, records, truth, plan }: Diagnosis): readonly string[] {
  if (actual.has(addressOf(recordsTable)) && !isReadable(recordsTable, actual)) return [];
  const brought = new Set(
    [...plan.labels, ...plan.steps].flatMap(({ objects }) => objects).map(addressOf),
  );
  const undated = new Set(records.flatMap(({ hash, when }) => (when === null ? hash : [])));
  const isCompleted = ({ absent }: JudgedMigration) =>
    absent.length > 0 && absent.every((object) => brought.has(addressOf(object)));
  return manifest.migrations.flatMap((migration, index) => {
    const judged = truth.migrations[index];
    if (judged === undefined || migration.movesData) return [];
    const { state } = judged;
    const isRecorded = state === 'damaged' && !undated.has(migration.hash);
    if (state === 'applied' || state === 'altered' || isRecorded) return [];
    return state === 'unrecorded' || isCompleted(judged) ? migration.tag : [];
  });
}
