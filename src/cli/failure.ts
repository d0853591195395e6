import type { FailedStatement, Finding } from '../schema/migrate/migration-error.ts';
import type { ExitCode } from './exit-codes.ts';

/** Why a command did not do what it was asked, for a person and for a program. */
export interface Failure {
  /** Stable. */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly wayOut: string;
  readonly findings?: readonly Finding[];
  readonly failed?: FailedStatement;
  /** Tags of what had been done before, and stays done. */
  readonly done?: readonly string[];
}

/** Thrown where only one thing can be meant. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
