import {
  addressOf,
  type Catalog,
  type CatalogObject,
  constraintTypes,
  isStructural,
  type ObjectType,
} from '../catalog/catalog.ts';
import { replaceStatement, revalidateStatement } from '../catalog/replacements.ts';
import { createStatement, dropStatement } from '../catalog/statements.ts';
import { type Difference, hindrances } from './difference.ts';
import { compareLabels } from './labels.ts';

/** Everything in which a database differs from what is expected of it, object by object. */
export function compare(expected: Catalog, actual: Catalog): readonly Difference[] {
  const known = [...expected].flatMap(([address, object]) => judge(object, actual.get(address)));
  const others = [...actual.values()].filter((object) => isExtra(object, expected));
  return [...known, ...others.map(extra)];
}

function judge(object: CatalogObject, actual: CatalogObject | undefined): readonly Difference[] {
  if (actual === undefined) return [missing(object)];
  if (object.type === 'enum') return compareLabels(object, actual);
  if (object.definition !== actual.definition) return [changed(object, actual.definition)];
  return object.isValid && !actual.isValid ? [invalid(object)] : [];
}

function missing(object: CatalogObject): Difference {
  const statement = createStatement(object);
  return { kind: 'missing', object, weight: 'damage', isMendable: isStructural(object), statement };
}

function changed(object: CatalogObject, actual: string): Difference {
  const statement = replaceStatement(object);
  return { kind: 'changed', object, actual, weight: 'damage', isMendable: false, statement };
}

function invalid(object: CatalogObject): Difference {
  const statement = revalidateStatement(object);
  return { kind: 'invalid', object, weight: 'damage', isMendable: true, statement };
}

function extra(object: CatalogObject): Difference {
  const weight = isRestriction(object) ? 'damage' : 'notice';
  const statement = dropStatement(object);
  return { kind: 'extra', object, weight, isMendable: false, statement };
}

/** What a table that nobody expects is made of goes without saying. */
function isExtra(object: CatalogObject, expected: Catalog): boolean {
  if (expected.has(addressOf(object)) || isOfDrizzleOne(object)) return false;
  const { schema, table, type } = object;
  if (table === null || type === 'table') return true;
  return expected.has(addressOf({ ...object, type: 'table', schema, table, name: table }));
}

/** Its version 1.0 keeps two more columns in its table of records. */
function isOfDrizzleOne({ schema, table, name }: CatalogObject): boolean {
  const isRecords = schema === 'drizzle' && table === '__drizzle_migrations';
  return isRecords && (name === 'name' || name === 'applied_at');
}

const restrictions: ReadonlySet<ObjectType> = new Set([
  ...constraintTypes,
  'not_null',
  'row_security',
  'policy',
  'trigger',
  'disabled_triggers',
  'rule',
]);

/** It may refuse what the application writes, or hide what it reads. */
function isRestriction({ type, table, definition }: CatalogObject): boolean {
  const isUniqueIndex = type === 'index' && definition.startsWith('CREATE UNIQUE ');
  const isOfTable = table !== null && (restrictions.has(type) || isUniqueIndex);
  return isOfTable || type in hindrances;
}
