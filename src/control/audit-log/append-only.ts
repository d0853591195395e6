import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/** Whether the database's role could not alter an entry if it tried: a superuser always could. */
export async function isAppendOnly(db: Queryable): Promise<boolean> {
  const [row] = await rowsOf<{ mayAlter: boolean }>(
    db,
    sql`select has_table_privilege('public.audit_logs', 'UPDATE, DELETE, TRUNCATE')
      or has_any_column_privilege('public.audit_logs', 'UPDATE') as "mayAlter"`,
  );
  return row?.mayAlter === false;
}
