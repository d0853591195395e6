import { BackupError } from '../control/backup/backup-error.ts';
import { ControlError, type ControlErrorCode } from '../control/errors.ts';
import { classifyFailure, findRefusal } from '../db/classify-failure.ts';
import { MigrationError } from '../schema/migrate/migration-error.ts';
import { exitCodes } from './exit-codes.ts';
import { type Failure, FailureError } from './failure.ts';

/** Whatever a command throws, in words. */
export function explainFailure(error: unknown, address: string): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof MigrationError) return { ...explained(error), exitCode: exitCodes.unsound };
  if (error instanceof BackupError) {
    const { code, message, wayOut } = error;
    return { code, message, wayOut, exitCode: exitCodes.unsound };
  }
  if (error instanceof ControlError) return explainControlError(error);
  return explainDatabaseFailure(error, address) ?? defect(error);
}

function explained({ code, message, wayOut, findings, failed }: MigrationError) {
  return { code, message, wayOut, findings, ...(failed === undefined ? {} : { failed }) };
}

function explainControlError({ code, message }: ControlError): Failure {
  const isUnavailable = code === 'database_unavailable';
  return {
    code,
    message,
    exitCode: isUnavailable ? exitCodes.unavailable : exitCodes.unsound,
    wayOut: waysOut[code] ?? 'See "npx burgee status".',
  };
}

const waysOut: Readonly<Partial<Record<ControlErrorCode, string>>> = {
  repair_running: 'Try again in a few seconds.',
  plan_changed: 'Look at the new plan: npx burgee repair --plan',
  rolled_back: 'Put right what Postgres objects to, then repair again.',
  database_unavailable: 'Try again with the same --operation-id.',
  invalid_input: 'See "burgee repair --help".',
};

function explainDatabaseFailure(error: unknown, address: string): Failure | undefined {
  const common = { code: 'database_unavailable', exitCode: exitCodes.unavailable };
  const refusal = findRefusal(error);
  if (refusal !== undefined) {
    const message = `The database at ${address} refuses: ${refusal.message} (${refusal.code}).`;
    return { ...common, message, wayOut: wayOutOf(refusal.code) };
  }
  if (classifyFailure(error) !== 'unavailable') return undefined;
  return {
    ...common,
    message: `The database at ${address} does not answer: ${innermost(error)}.`,
    wayOut: 'Look whether it runs, and whether DATABASE_URL names its host and port.',
  };
}

function wayOutOf(sqlstate: string): string {
  if (sqlstate.startsWith('28')) return 'Correct user and password in DATABASE_URL.';
  if (sqlstate === '3D000') return 'Correct the name of the database in DATABASE_URL.';
  if (sqlstate === '42501') return 'Use a role that may read the schemas public and drizzle.';
  if (sqlstate.startsWith('53')) return 'It has no room for another connection. Try again.';
  return 'Try again in a moment.';
}

/** Of several addresses that were tried, Node gives only a code. */
function innermost(error: unknown): string {
  let last = error;
  while (last instanceof Error && last.cause !== undefined) last = last.cause;
  if (!(last instanceof Error)) return String(last);
  return last.message || ('code' in last ? String(last.code) : last.name);
}

function defect(error: unknown): Failure {
  return {
    code: 'defect',
    exitCode: exitCodes.defect,
    message: `This should not have happened: ${innermost(error)}`,
    wayOut: 'Please report it, with the command that you typed.',
  };
}
