import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';

/**
 * Until the transaction ends, none is made or deleted: what is written for every environment is
 * written for those that there will be. Taken before any row is locked.
 */
export const holdEnvironments = (tx: Queryable) =>
  tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('burgee environments'))`);

/** Of whoever makes or deletes one: waits for all that hold them, and keeps others waiting. */
export const claimEnvironments = (tx: Queryable) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('burgee environments'))`);
