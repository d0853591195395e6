import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { qualified, quoteIdentifier } from '../../schema/catalog/quote.ts';
import type { Table } from '../backup/list-tables.ts';

/** What becomes of a table. */
export interface TableChange {
  readonly table: string;
  /** Rows that were there, and that are there then. */
  readonly before: number;
  readonly after: number;
  /** By primary key. */
  readonly added: number;
  readonly removed: number;
  readonly altered: number;
}

/** Notes what is there, a hash of each row, until the transaction ends. */
export async function noteRows(tx: Queryable, tables: readonly Table[]): Promise<void> {
  await tx.execute(
    sql`create temporary table burgee_before (name text, key bigint, content bigint) on commit drop`,
  );
  for (const table of tables) {
    await tx.execute(sql.raw(`insert into burgee_before ${hashesOf(table)}`));
  }
}

export async function compareRows(
  tx: Queryable,
  tables: readonly Table[],
): Promise<readonly TableChange[]> {
  const changes: TableChange[] = [];
  for (const table of tables) {
    const rows = await rowsOf<TableChange>(
      tx,
      sql.raw(`select '${table.name}' as table,
        count(before.key)::int as before, count(after.key)::int as after,
        count(*) filter (where before.key is null)::int as added,
        count(*) filter (where after.key is null)::int as removed,
        count(*) filter (where before.content <> after.content)::int as altered
      from (select * from burgee_before where name = '${table.name}') before
      full join (${hashesOf(table)}) after using (key)`),
    );
    changes.push(...rows);
  }
  return changes;
}

/** Names are those of our own tables. */
function hashesOf({ name, key, columns }: Table): string {
  const names = key.length > 0 ? key : columns.map((column) => column.name);
  const row = names.map((each) => `t.${quoteIdentifier(each)}`).join(', ');
  return `select '${name}' as name, hashtextextended(row(${row})::text, 0) as key,
    hashtextextended(t::text, 0) as content from ${qualified('public', name)} t`;
}
