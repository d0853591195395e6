/** The truth about a database, for people and machines. docs/repair.md explains each word. */
export interface SchemaReport {
  readonly verdict: 'sound' | 'behind' | 'ahead' | 'damaged';
  /** In the order of the journal. */
  readonly migrations: readonly {
    readonly tag: string;
    readonly state: 'applied' | 'pending' | 'missing' | 'damaged' | 'unrecorded' | 'altered';
    /** What it makes that is not there. */
    readonly absent: readonly string[];
  }[];
  /** Records of migrations that this code does not know, or knows too often. */
  readonly records: Readonly<
    Record<'unknown' | 'newer' | 'future' | 'repeated', readonly RecordReport[]>
  >;
  readonly differences: readonly DifferenceReport[];
}

export interface RecordReport {
  readonly hash: string | null;
  /** RFC 3339, or what stands in its place. */
  readonly when: string | null;
}

export interface DifferenceReport {
  /** `index audit_logs.audit_logs_target_idx`. */
  readonly object: string;
  readonly kind: 'missing' | 'changed' | 'invalid' | 'extra';
  /** Damage can fail what the application does; a notice cannot. */
  readonly weight: 'damage' | 'notice';
  readonly expected?: string;
  readonly actual?: string;
  /** The migration that makes it. */
  readonly migration?: string;
  /** Whether a repair puts it right by itself. */
  readonly mendable: boolean;
  readonly statement: string;
}
