import {
  addressOf,
  type Catalog,
  type CatalogObject,
  constraintTypes,
  nameOf,
  type ObjectType,
} from '../catalog/catalog.ts';
import { labelsOf } from './labels.ts';

/**
 * What code that was written for the schema before may rely on and no longer finds after a migration, and
 * what may refuse its writes from then on, by name. Errs on the side of what breaks.
 */
export function listBreaking(before: Catalog, after: Catalog): readonly string[] {
  const gone = [...before.values()].filter(
    (object) => isLost(object, after.get(addressOf(object))) && !isOfLostTable(object, after),
  );
  const refusing = [...after.values()].filter((object) => mayRefuse(object, before, after));
  return [...new Set([...gone, ...refusing].map(nameOf))].sort();
}

const reliedUpon: ReadonlySet<ObjectType> = new Set([
  'schema',
  'sequence',
  'table',
  'column',
  'primary_key',
  'unique',
  'view',
]);

function isLost(object: CatalogObject, now: CatalogObject | undefined): boolean {
  const { type, definition } = object;
  if (type === 'enum') {
    const labels = now ? labelsOf(now) : [];
    return labelsOf(object).some((label) => !labels.includes(label));
  }
  if (type === 'default') return now === undefined;
  const counts = reliedUpon.has(type) || isUniqueIndex(object);
  return counts && definition !== now?.definition;
}

/** Its table says it all. */
function isOfLostTable({ type, schema, table }: CatalogObject, after: Catalog): boolean {
  if (table === null || type === 'table') return false;
  return !after.has(addressOf(tableOf(schema, table)));
}

const tableOf = (schema: string, table: string): CatalogObject => ({
  type: 'table',
  schema,
  table,
  name: table,
  definition: '',
  isValid: true,
});

const restrictions: ReadonlySet<ObjectType> = new Set([
  'row_security',
  'policy',
  'trigger',
  'rule',
  'append_only',
]);

/** On a table of before. What is about its new columns alone meets nothing that older code writes. */
function mayRefuse(object: CatalogObject, before: Catalog, after: Catalog): boolean {
  const { schema, table, type, name, definition } = object;
  if (table === null || !before.has(addressOf(tableOf(schema, table)))) return false;
  if (before.get(addressOf(object))?.definition === definition) return false;
  if (restrictions.has(type)) return true;
  const isOld = before.has(addressOf({ ...object, type: 'column', name }));
  if (type === 'not_null') return isOld || !after.has(addressOf({ ...object, type: 'default' }));
  const isConstraint = (constraintTypes as readonly string[]).includes(type);
  return (isConstraint || isUniqueIndex(object)) && mentionsColumnOf(object, before);
}

const isUniqueIndex = ({ type, definition }: CatalogObject): boolean =>
  type === 'index' && definition.startsWith('CREATE UNIQUE ');

function mentionsColumnOf({ schema, table, definition }: CatalogObject, before: Catalog): boolean {
  // What a foreign key refers to is another table's.
  const words = new Set(definition.split(' REFERENCES ')[0]?.match(/\w+/g));
  return [...before.values()].some(
    (each) =>
      each.type === 'column' &&
      each.schema === schema &&
      each.table === table &&
      words.has(each.name),
  );
}
