import { sql } from 'drizzle-orm';
import { findRefusal, isSessionLost } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import type { HeldLock, LockObserver } from './held-locks.ts';
import { MigrationError } from './migration-error.ts';

export interface RunStatement {
  readonly statement: string;
  readonly milliseconds: number;
  /** That it took; only where somebody looked. */
  readonly locks: readonly HeldLock[];
}

export interface StatementsOfFile {
  /** Below drizzle/. */
  readonly file: string;
  readonly statements: readonly string[];
}

/** One after the other. Throws `statement_failed` with Postgres's own words. */
export async function runStatements(
  tx: Queryable,
  { file, statements }: StatementsOfFile,
  observer: LockObserver,
): Promise<readonly RunStatement[]> {
  await observer.startFile();
  const run: RunStatement[] = [];
  for (const statement of statements) {
    const started = performance.now();
    await tx.execute(sql.raw(statement)).catch((error) => {
      throw explain(error, { file, statement });
    });
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    run.push({ statement, milliseconds, locks: await observer.look() });
  }
  return run;
}

function explain(error: unknown, place: { file: string; statement: string }): unknown {
  const refusal = findRefusal(error);
  if (refusal === undefined || isSessionLost(refusal)) return error;
  const { code, message, detail } = refusal;
  const said = { sqlstate: code, message, ...(detail === undefined ? {} : { detail }) };
  return new MigrationError('statement_failed', {
    message: `Postgres refused a statement of drizzle/${place.file}. Nothing of that file has happened.`,
    wayOut: waysOut[code] ?? 'Put right what Postgres objects to, then try again.',
    failed: { ...place, ...said },
  });
}

/** By SQLSTATE. */
const waysOut: Readonly<Record<string, string>> = {
  '42501': 'Use a role that owns the tables.',
  '55P03': 'The table is in use. Try again, at a quieter hour if need be.',
  '55P04':
    'A label of an enum cannot be used in the transaction that adds it. A rehearsal is one transaction: migrate up to that file first.',
  '57014': 'It took longer than 15 minutes. Split it, or run it by hand at a quiet hour.',
  '40P01': 'It waited for others who waited for it. Try again.',
};
