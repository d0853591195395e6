import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import type { CatalogObject } from '../catalog/catalog.ts';

/** What Drizzle has written down of one migration that it ran. */
export interface MigrationRecord {
  readonly hash: string | null;
  /** The journal's `when`: milliseconds since the epoch. */
  readonly when: number | null;
}

export const recordsTable: CatalogObject = {
  type: 'table',
  schema: 'drizzle',
  table: '__drizzle_migrations',
  name: '__drizzle_migrations',
  definition: '',
  isValid: true,
};

/** In the order in which they were written. Throws when the table is not there. */
export async function listRecords(db: Queryable): Promise<readonly MigrationRecord[]> {
  const rows = await rowsOf<{ record: { hash?: string; created_at?: number | string } }>(
    db,
    // As one value a row, so that neither Drizzle 1.0's columns nor a lost one matter.
    sql`select to_jsonb(r) as record from drizzle.__drizzle_migrations r order by r.ctid`,
  );
  return rows.map(({ record: { hash, created_at } }) => ({
    hash: hash ?? null,
    when: created_at == null ? null : Number(created_at),
  }));
}
