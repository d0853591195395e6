import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { expectedTables, listTables } from './list-tables.ts';

/** Tables that are gone, or that are never without rows: what was kept before may be all that is left. */
export async function listLost(tx: Queryable): Promise<readonly string[]> {
  const found = new Set((await listTables(tx)).map(({ name }) => name));
  const gone = expectedTables.filter((name) => !found.has(name));
  return found.has('environments') && (await hasNoEnvironments(tx))
    ? [...gone, 'environments']
    : gone;
}

async function hasNoEnvironments(tx: Queryable): Promise<boolean> {
  const [row] = await rowsOf<{ empty: boolean }>(
    tx,
    sql`select not exists (select from environments) as empty`,
  );
  return row?.empty ?? true;
}
