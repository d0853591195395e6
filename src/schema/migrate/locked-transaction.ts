import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../db/connect.ts';
import { takeSchemaLock } from '../lock.ts';
import { preflight } from '../repair/preflight.ts';
import { MigrationError } from './migration-error.ts';

export interface LockedTransactionRequest<Result> {
  /** How long a table that others use is waited for, while whoever comes after waits too. */
  readonly lockTimeoutMilliseconds: number;
  /** Told once, when another migration or repair is running. */
  readonly onWaiting: () => void;
  readonly work: (tx: Queryable) => Promise<Result>;
}

/** Of another migration or repair. */
const longestWaitMilliseconds = 30_000;
const pauseMilliseconds = 100;

/** Postgres ends a statement first, and says so. */
const statementTimeout = '15min';
const queryTimeoutMilliseconds = 16 * 60_000;

/** One transaction under the lock that all share who change the schema. */
export function inLockedTransaction<Result>(
  database: Database,
  { lockTimeoutMilliseconds, onWaiting, work }: LockedTransactionRequest<Result>,
): Promise<Result> {
  const bounds = sql.raw(`set local lock_timeout = ${lockTimeoutMilliseconds};
    set local statement_timeout = '${statementTimeout}';
    set local idle_in_transaction_session_timeout = '1min'`);
  return database.transaction(
    async (tx) => {
      await tx.execute(bounds);
      await awaitLock(tx, onWaiting);
      await assertWritable(tx);
      return work(tx);
    },
    { queryTimeoutMilliseconds },
  );
}

async function awaitLock(tx: Queryable, onWaiting: () => void): Promise<void> {
  const deadline = performance.now() + longestWaitMilliseconds;
  if (await takeSchemaLock(tx)) return;
  onWaiting();
  while (performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    if (await takeSchemaLock(tx)) return;
  }
  throw new MigrationError('schema_locked', {
    message: `Another migration or repair has been running for ${longestWaitMilliseconds / 1000} seconds.`,
    wayOut: 'Wait for its end, then try again.',
  });
}

async function assertWritable(tx: Queryable): Promise<void> {
  const { refusal } = await preflight(tx);
  if (refusal === undefined) return;
  throw new MigrationError('refused', { message: refusal, wayOut: 'Then try again.' });
}
