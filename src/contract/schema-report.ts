/** The truth about a database, for people and machines. docs/schema.md explains each word. */
export interface SchemaReport {
  readonly verdict: 'sound' | 'behind' | 'ahead' | 'damaged';
  /** In the order of the journal. */
  readonly migrations: readonly MigrationReport[];
  readonly records: RecordsReport;
  readonly differences: readonly DifferenceReport[];
}

export interface MigrationReport {
  readonly tag: string;
  readonly state: 'applied' | 'pending' | 'missing' | 'damaged' | 'unrecorded' | 'altered';
  /** What it makes that is not there. */
  readonly absent: readonly string[];
}

/** Records of migrations that this code does not know, or knows too often. */
export interface RecordsReport {
  readonly unknown: readonly RecordReport[];
  readonly newer: readonly RecordReport[];
  readonly future: readonly RecordReport[];
  readonly undated: readonly RecordReport[];
  readonly repeated: readonly RecordReport[];
}

export interface RecordReport {
  readonly hash: string | null;
  /** The journal's, in milliseconds since the epoch. */
  readonly when: number | null;
}

export interface DifferenceReport {
  readonly kind: 'missing' | 'changed' | 'invalid' | 'extra';
  /** Damage can fail what the application does; a notice cannot. */
  readonly weight: 'damage' | 'notice';
  /** `index audit_logs.audit_logs_target_idx`. */
  readonly object: string;
  readonly type: string;
  readonly schema: string;
  readonly table: string | null;
  readonly name: string;
  /** The migration that makes it; null for what Drizzle makes, or nobody expects. */
  readonly migration: string | null;
  /** In Postgres's words; empty where being there says it all. */
  readonly expected: string | null;
  readonly actual: string | null;
  /** Whether a repair puts it right by itself. */
  readonly is_mendable: boolean;
  /** What would put it right. */
  readonly statement: string;
}
