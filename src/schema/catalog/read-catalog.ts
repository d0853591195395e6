import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { type Catalog, type CatalogObject, catalogOf } from './catalog.ts';
import { type CatalogPart, introspection } from './introspection.ts';

/** What some schemas are made of, or the parts that are asked for, in one round trip. */
export async function readCatalog(
  db: Queryable,
  schemas: readonly string[],
  parts?: readonly CatalogPart[],
): Promise<Catalog> {
  const [row] = await rowsOf<{ objects: CatalogObject[] }>(db, introspection(schemas, parts));
  return catalogOf(row?.objects ?? []);
}
