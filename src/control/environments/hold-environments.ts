import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';

/**
 * Keeps environments from being created or deleted until the transaction ends, so that what is written
 * for every environment misses none. Taken before any row is locked.
 */
export const holdEnvironments = (tx: Queryable) =>
  tx.execute(sql`select pg_advisory_xact_lock_shared(hashtext('burgee environments'))`);

/** For creating or deleting an environment: waits for all who hold them, and makes others wait. */
export const claimEnvironments = (tx: Queryable) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('burgee environments'))`);
