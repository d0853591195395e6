import { addressOf, type Catalog, type CatalogObject } from '../catalog/catalog.ts';
import { qualified, quoteIdentifier } from '../catalog/quote.ts';
import type { Difference } from '../drift/difference.ts';
import type { Obstacle } from './step.ts';

/**
 * Missing tables whose primary key is there, on a table of another name, by their names: a key keeps
 * its name when its table is renamed. An empty table in its place would stand in the way of the rows,
 * and could not have that key. A copy of a table has no such key.
 */
export function findRenamed(
  differences: readonly Difference[],
  actual: Catalog,
): ReadonlyMap<string, Obstacle> {
  const missing = differences.filter(({ kind }) => kind === 'missing').map(({ object }) => object);
  const strangers = differences
    .filter(({ kind, object }) => kind === 'extra' && object.type === 'table')
    .map(({ object }) => object);
  const found = new Map<string, Obstacle>();
  for (const table of missing.filter(({ type }) => type === 'table')) {
    const parts = missing.filter((each) => each.table === table.name && each !== table);
    const twin = strangers.find((stranger) => hasKeyOf(parts, stranger, actual));
    if (twin) found.set(table.name, obstacle([table, ...parts], twin));
  }
  return found;
}

function hasKeyOf(
  parts: readonly CatalogObject[],
  { schema, name: table }: CatalogObject,
  actual: Catalog,
): boolean {
  const key = parts.find(({ type }) => type === 'primary_key');
  return key !== undefined && actual.has(addressOf({ ...key, schema, table }));
}

function obstacle(objects: Obstacle['objects'], twin: CatalogObject): Obstacle {
  const from = qualified(twin.schema, twin.name);
  return {
    objects,
    reason: `${twin.name} has its primary key: it seems to have been renamed`,
    statement: `ALTER TABLE ${from} RENAME TO ${quoteIdentifier(objects[0].name)}`,
  };
}
