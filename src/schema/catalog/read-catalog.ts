import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { type Catalog, type CatalogObject, catalogOf } from './catalog.ts';
import { introspection } from './introspection.ts';

/** What some schemas are made of, in one round trip. */
export async function readCatalog(db: Queryable, schemas: readonly string[]): Promise<Catalog> {
  const [row] = await rowsOf<{ objects: CatalogObject[] }>(db, introspection(schemas));
  return catalogOf(row?.objects ?? []);
}
