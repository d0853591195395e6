/**
 * `files_changed`: drizzle/ and the manifest are not of one version. `schema_locked`: another
 * migration or repair runs. `refused`: the database is in no state to be migrated. `statement_failed`:
 * Postgres refused a statement. `not_verified`: everything ran, and not all is there.
 * `unknown_migration`: no migration has this tag.
 */
export type MigrationErrorCode =
  | 'files_changed'
  | 'schema_locked'
  | 'refused'
  | 'statement_failed'
  | 'not_verified'
  | 'unknown_migration';

/** Thrown before the commit of a file: nothing of that file has happened. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode;
  readonly wayOut: string;
  readonly findings: readonly Finding[];
  readonly failed: FailedStatement | undefined;

  constructor(code: MigrationErrorCode, explanation: MigrationExplanation) {
    super(explanation.message);
    this.name = 'MigrationError';
    this.code = code;
    this.wayOut = explanation.wayOut;
    this.findings = explanation.findings ?? [];
    this.failed = explanation.failed;
  }
}

interface MigrationExplanation {
  readonly message: string;
  /** What a person can do about it. */
  readonly wayOut: string;
  readonly findings?: readonly Finding[];
  readonly failed?: FailedStatement;
}

/** Something about a database that a person should know. */
export interface Finding {
  /** `migration 0003_usage`, `migration records`. */
  readonly object: string;
  readonly reason: string;
  /** Absent where there is nothing to be done. */
  readonly wayOut?: string;
}

export interface FailedStatement {
  /** Below drizzle/. */
  readonly file: string;
  readonly statement: string;
  readonly sqlstate: string;
  /** Postgres's own words. */
  readonly message: string;
  readonly detail?: string;
}
