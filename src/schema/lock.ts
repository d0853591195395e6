import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

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
