import { addressOf, type Catalog } from '../catalog/catalog.ts';
import { quoteLiteral } from '../catalog/quote.ts';
import type { Migration } from '../manifest.ts';
import { recordsTable } from './records.ts';

const records = '"drizzle"."__drizzle_migrations"';

/** As Drizzle makes its table; nothing where it is there. */
export function createRecordsTable(actual: Catalog): readonly string[] {
  if (actual.has(addressOf(recordsTable))) return [];
  return [
    'CREATE SCHEMA IF NOT EXISTS "drizzle"',
    `CREATE TABLE IF NOT EXISTS ${records} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  ];
}

/** Drizzle 1.0 keeps the tag too, and runs a migration again whose tag it does not find. */
export function recordStatement({ tag, when, hash }: Migration, actual: Catalog): string {
  const row = `${quoteLiteral(hash)}, ${when}`;
  return hasNames(actual)
    ? `INSERT INTO ${records} (hash, created_at, name) VALUES (${row}, ${quoteLiteral(tag)})`
    : `INSERT INTO ${records} (hash, created_at) VALUES (${row})`;
}

/** Returns the records that had no date. */
export function dateStatement({ when, hash }: Migration): string {
  return `UPDATE ${records} SET created_at = ${when}
    WHERE hash = ${quoteLiteral(hash)} AND created_at IS NULL RETURNING hash`;
}

export function forgetStatement({ hash }: Migration): string {
  return `DELETE FROM ${records} WHERE hash = ${quoteLiteral(hash)}`;
}

function hasNames(actual: Catalog): boolean {
  return actual.has(addressOf({ ...recordsTable, type: 'column', name: 'name' }));
}
