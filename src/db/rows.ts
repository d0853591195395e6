import type { SQL } from 'drizzle-orm';
import type { Queryable } from './connect.ts';

/**
 * The rows of a statement that the query builder has no words for; the caller vouches for their
 * type. Each of the drivers returns them under this name.
 */
export async function rowsOf<Row>(db: Queryable, statement: SQL): Promise<readonly Row[]> {
  const result = (await db.execute(statement)) as { readonly rows: readonly Row[] };
  return result.rows;
}
