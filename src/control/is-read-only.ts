import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

/** Whether this session takes no writes, in SQL. */
export const takesNoWrites = sql`current_setting('transaction_read_only') = 'on'`;

/** Whether the database takes no writes just now: a replica, or told so by whoever runs it. */
export async function isReadOnly(db: Queryable): Promise<boolean> {
  const [row] = await rowsOf<{ readOnly: boolean }>(db, sql`select ${takesNoWrites} as "readOnly"`);
  return row?.readOnly === true;
}
