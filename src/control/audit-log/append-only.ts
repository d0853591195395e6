import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/**
 * Nobody is left the right to alter the audit log, not even the role that owns it, as the migration
 * that is named for it does. A superuser needs no right, and an owner can give it back to itself: it
 * is the chain that finds those.
 */
export const withholdRights = (tx: Queryable) =>
  tx.execute(
    sql`revoke update, delete, truncate on table public.audit_logs from public, current_user`,
  );

/** Whether the database's role could not alter an entry if it tried. */
export async function isAppendOnly(db: Queryable): Promise<boolean> {
  const [row] = await rowsOf<{ mayAlter: boolean }>(
    db,
    sql`select has_table_privilege('public.audit_logs', 'UPDATE, DELETE, TRUNCATE') as "mayAlter"`,
  );
  return row?.mayAlter === false;
}
