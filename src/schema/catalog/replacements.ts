import type { CatalogObject, ObjectType } from './catalog.ts';
import { quoteIdentifier } from './quote.ts';
import { createStatement, dropStatement, tableOf } from './statements.ts';

/** For a person to decide: what turns an object that says something else into the expected one. */
export function replaceStatement(object: CatalogObject): string {
  const { type, name, definition } = object;
  if (type === 'column') {
    const column = quoteIdentifier(name);
    return `ALTER TABLE ${tableOf(object)} ALTER COLUMN ${column} TYPE ${definition} USING ${column}::${definition}`;
  }
  if (overwritten.has(type)) return createStatement(object);
  return `${dropStatement(object)}; ${createStatement(object)}`;
}

/** Their statement replaces what is there. */
const overwritten: ReadonlySet<ObjectType> = new Set(['default', 'ownership']);

/** An index that is not valid holds nothing that anybody may rely on, so it is built anew. */
export function revalidateStatement(object: CatalogObject): string {
  if (object.type === 'index') return `${dropStatement(object)}; ${createStatement(object)}`;
  return `ALTER TABLE ${tableOf(object)} VALIDATE CONSTRAINT ${quoteIdentifier(object.name)}`;
}
