import type { JudgedRecords } from './judge-records.ts';
import type { MigrationRecord } from './records.ts';

interface RecordProblem {
  /** Damage can fail what the application or a migrator does; a notice cannot. */
  readonly weight: 'damage' | 'notice';
  /** Follows their number: `2 records …`. */
  readonly reason: string;
  /** What takes one of them away, where that is what puts it right. */
  readonly removal?: (record: MigrationRecord) => string;
}

const remove = (condition: string) => `DELETE FROM drizzle.__drizzle_migrations WHERE ${condition}`;

/** What each kind of stray record means, for whoever tells of it. */
export const recordProblems: Readonly<Record<keyof JudgedRecords, RecordProblem>> = {
  newer: { weight: 'damage', reason: 'of migrations that are newer than this code' },
  future: {
    weight: 'damage',
    reason: 'dated ahead of now: until then, drizzle-kit skips whatever is generated',
    removal: ({ when }) => remove(`created_at = ${when}`),
  },
  undated: {
    weight: 'damage',
    reason:
      'without date: drizzle-kit takes such a one for the latest, and runs all migrations again',
    removal: () => remove('created_at IS NULL'),
  },
  unknown: { weight: 'notice', reason: 'of migrations that this code does not know' },
  repeated: { weight: 'notice', reason: 'written twice, by migrators that ran at the same time' },
};

export interface FoundRecords extends RecordProblem {
  readonly records: readonly MigrationRecord[];
}

/** The problems that there are. */
export function listRecordProblems(judged: JudgedRecords): readonly FoundRecords[] {
  return (Object.keys(recordProblems) as (keyof JudgedRecords)[])
    .map((kind) => ({ ...recordProblems[kind], records: judged[kind] }))
    .filter(({ records }) => records.length > 0);
}
