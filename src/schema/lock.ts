import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

/** How long one may wait for a table, for a statement, and between two. */
export interface Bounds {
  readonly lockMilliseconds: number;
  readonly statementMilliseconds: number;
  readonly idleMilliseconds: number;
}

/**
 * Held to the end of the transaction, like its bounds, by whatever changes the schema: repairs and our
 * migrator never run at the same time. False when another holds it. Drizzle's own migrator knows no lock.
 */
export async function takeSchemaLock(tx: Queryable, bounds: Bounds): Promise<boolean> {
  const { lockMilliseconds, statementMilliseconds, idleMilliseconds } = bounds;
  const [row] = await rowsOf<{ taken: boolean }>(
    tx,
    sql`select set_config('lock_timeout', ${`${lockMilliseconds}`}, true),
      set_config('statement_timeout', ${`${statementMilliseconds}`}, true),
      set_config('idle_in_transaction_session_timeout', ${`${idleMilliseconds}`}, true),
      pg_try_advisory_xact_lock(hashtext('burgee schema')) as taken`,
  );
  return row?.taken === true;
}
