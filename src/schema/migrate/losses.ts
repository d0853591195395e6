import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { addressOf, type Catalog, type CatalogObject, nameOf } from '../catalog/catalog.ts';
import { quoteIdentifier } from '../catalog/quote.ts';
import { tableOf } from '../catalog/statements.ts';
import { manifest } from '../manifest.ts';

/** What goes with a migration that is taken back. */
export interface Loss {
  /** `table segments`, `column feature_flags.json_schema`. */
  readonly object: string;
  /** Of a table, its rows; of a column, those that have a value in it. */
  readonly rows: number;
}

/** Of tables that are there, and of columns in tables that stay. */
export async function countLosses(
  tx: Queryable,
  tags: readonly string[],
  actual: Catalog,
): Promise<readonly Loss[]> {
  const made = manifest.objects.filter(
    (object) => tags.includes(`${object.migration}`) && actual.has(addressOf(object)),
  );
  const tables = made.filter(({ type }) => type === 'table');
  const names = new Set(tables.map(tableOf));
  const columns = made.filter((each) => each.type === 'column' && !names.has(tableOf(each)));
  const lost = [...tables, ...columns];
  if (lost.length === 0) return [];
  const [row] = await rowsOf<{ counts: number[] }>(
    tx,
    sql.raw(`select json_build_array(${lost.map(count).join(', ')}) as counts`),
  );
  return lost.map((object, index) => ({ object: nameOf(object), rows: row?.counts[index] ?? 0 }));
}

function count(object: CatalogObject): string {
  const counted = object.type === 'column' ? quoteIdentifier(object.name) : '*';
  return `(select count(${counted})::float8 from ${tableOf(object)})`;
}
