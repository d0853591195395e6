import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

export interface Bounds {
  readonly lockMilliseconds: number;
  readonly statementMilliseconds: number;
  readonly idleMilliseconds: number;
}

/** For the rest of the transaction. */
export async function setBounds(tx: Queryable, bounds: Bounds): Promise<void> {
  const { lockMilliseconds, statementMilliseconds, idleMilliseconds } = bounds;
  await tx.execute(
    sql.raw(`set local lock_timeout = ${lockMilliseconds};
      set local statement_timeout = ${statementMilliseconds};
      set local idle_in_transaction_session_timeout = ${idleMilliseconds}`),
  );
}

/**
 * Held to the end of the transaction by whatever changes the schema: repairs and our migrator
 * never run at the same time. False when another holds it. Drizzle's own migrator knows no lock.
 */
export async function takeSchemaLock(tx: Queryable): Promise<boolean> {
  const [row] = await rowsOf<{ taken: boolean }>(
    tx,
    sql`select pg_try_advisory_xact_lock(hashtext('burgee schema')) as taken`,
  );
  return row?.taken === true;
}
