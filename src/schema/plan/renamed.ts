import { addressOf, type Catalog, type CatalogObject } from '../catalog/catalog.ts';
import { qualified, quoteIdentifier } from '../catalog/quote.ts';
import type { Difference } from '../drift/difference.ts';
import type { Obstacle } from './step.ts';

/**
 * Missing tables whose every column is there under another name of table, by their names: somebody
 * seems to have moved them away. An empty one in their place would stand in the way of the rows.
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
    const columns = missing.filter((each) => each.type === 'column' && each.table === table.name);
    const twin = strangers.find((stranger) => hasAll(columns, stranger, actual));
    const parts = missing.filter((each) => each.table === table.name && each !== table);
    if (twin) found.set(table.name, obstacle([table, ...parts], twin));
  }
  return found;
}

function hasAll(columns: readonly CatalogObject[], twin: CatalogObject, actual: Catalog): boolean {
  return columns.every((column) => {
    const moved = { ...column, schema: twin.schema, table: twin.name };
    return actual.get(addressOf(moved))?.definition === column.definition;
  });
}

function obstacle(objects: Obstacle['objects'], twin: CatalogObject): Obstacle {
  const from = qualified(twin.schema, twin.name);
  return {
    objects,
    reason: `${twin.name} has all of its columns: it seems to have been renamed`,
    statement: `ALTER TABLE ${from} RENAME TO ${quoteIdentifier(objects[0].name)}`,
  };
}
