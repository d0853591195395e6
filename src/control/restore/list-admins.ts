import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/** Members and keys that may do everything, as a person knows them. Nothing in it moves a cursor or paints. */
export async function listAdmins(tx: Queryable): Promise<readonly string[]> {
  const rows = await rowsOf<{ admin: string }>(
    tx,
    sql`select regexp_replace(admin, '[[:cntrl:]]', '', 'g') as admin from (
      select email as admin from members where role = 'admin'
      union all select 'key ' || name || ' (' || prefix || '…)' from api_keys
        where role = 'admin' and revoked_at is null and coalesce(expires_at, 'infinity') > now()
    ) as admins order by 1`,
  );
  return rows.map(({ admin }) => admin);
}
