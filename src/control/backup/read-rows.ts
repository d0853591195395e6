import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { backupPolicy } from '../../resource-policy.ts';
import { qualified, quoteIdentifier } from '../../schema/catalog/quote.ts';
import type { Table } from './list-tables.ts';

/**
 * How Postgres writes values, whatever the role or the database is set to. Where a policy would hide rows
 * from the role, it refuses instead.
 */
export const plainValues = sql`select set_config('datestyle', 'ISO, MDY', true),
  set_config('timezone', 'UTC', true), set_config('intervalstyle', 'postgres', true),
  set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
  set_config('row_security', 'off', true)`;

const { pageBytes, pageRows, firstRows } = backupPolicy;

/**
 * A table's rows in the order of its key, some at a time, each a line of JSON that Postgres wrote. A page
 * is as many rows as have about `pageBytes`, so that a table of any size takes no more memory than that.
 */
export async function* readRows(
  tx: Queryable,
  { name, columns, key }: Pick<Table, 'name' | 'columns' | 'key'>,
): AsyncGenerator<readonly string[]> {
  const values = columns.map((column) => `${quoteIdentifier(column.name)}::text`).join(', ');
  const order = key.length === 0 ? '' : ` order by ${key.map(quoteIdentifier).join(', ')}`;
  const query = `select json_build_array(${values})::text as line from ${qualified('public', name)}${order}`;
  await tx.execute(sql.raw(`declare burgee_backup no scroll cursor for ${query}`));
  for (let rows: number = firstRows; ; ) {
    const page = await rowsOf<{ line: string }>(tx, sql.raw(`fetch ${rows} from burgee_backup`));
    if (page.length > 0) yield page.map(({ line }) => line);
    if (page.length < rows) break;
    const characters = page.reduce((sum, { line }) => sum + line.length, 0);
    const fitting = Math.floor((pageBytes * rows) / Math.max(1, characters));
    rows = Math.max(1, Math.min(fitting, rows * 4, pageRows));
  }
  await tx.execute(sql`close burgee_backup`);
}
