import type { Migration } from '../manifest.ts';
import type { MigrationRecord } from './records.ts';

/** Records that belong to no migration, or to one too often. */
export interface JudgedRecords {
  /** Of none that this code knows, and from before its last. */
  readonly unknown: readonly MigrationRecord[];
  /** Of none that this code knows, and from after its last: other code has been here. */
  readonly newer: readonly MigrationRecord[];
  /** Dated ahead of now: until then, Drizzle skips whatever is generated. */
  readonly future: readonly MigrationRecord[];
  /** Of none that this code knows, and without date: Drizzle runs everything again. */
  readonly undated: readonly MigrationRecord[];
  /** Written more than once, by migrators that ran at the same time. */
  readonly repeated: readonly MigrationRecord[];
}

const clockSkewMilliseconds = 60_000;

export function judgeRecords(
  migrations: readonly Migration[],
  records: readonly MigrationRecord[],
  now: number,
): JudgedRecords {
  const last = migrations.at(-1)?.when ?? 0;
  const isFuture = ({ when }: MigrationRecord) => (when ?? 0) > now + clockSkewMilliseconds;
  const strangers = records.filter((record) => !migrations.some((each) => matches(each, record)));
  const isNewer = ({ when }: MigrationRecord) => (when ?? 0) > last;
  return {
    unknown: strangers.filter((record) => record.when !== null && !isNewer(record)),
    undated: strangers.filter(({ when }) => when === null),
    newer: strangers.filter((record) => isNewer(record) && !isFuture(record)),
    future: records.filter(isFuture),
    repeated: records.filter(
      ({ hash }, index) => records.findIndex((other) => other.hash === hash) < index,
    ),
  };
}

function matches(migration: Migration, { hash, when }: MigrationRecord): boolean {
  return hash === migration.hash || when === migration.when;
}
