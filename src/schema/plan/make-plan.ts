import {
  addressOf,
  type Catalog,
  type CatalogObject,
  type ObjectType,
  structuralTypes,
} from '../catalog/catalog.ts';
import { addColumnStatement, createTableStatement } from '../catalog/statements.ts';
import { type Difference, hindrances } from '../drift/difference.ts';
import { findRenamed } from './renamed.ts';
import type { Obstacle, Plan, Step } from './step.ts';

/**
 * Turns what is missing into statements. Nothing is ever dropped or rewritten, but for an index
 * that is not valid, and so holds nothing. Foreign keys come last, so that no order among tables
 * matters.
 */
export function makePlan(differences: readonly Difference[], actual: Catalog): Plan {
  const renamed = findRenamed(differences, actual);
  const isRenamed = ({ object }: Difference) => renamed.has(object.table ?? object.name);
  const mendable = differences.filter((each) => each.isMendable && !isRenamed(each));
  const [labels, others] = partition(
    mendable,
    ({ object }) => object.type === 'enum' && hasType(object, actual),
  );
  return {
    labels: labels.map(toStep),
    steps: planSteps(others),
    obstacles: [
      ...renamed.values(),
      ...differences
        .filter((each) => !each.isMendable && each.weight === 'damage' && isThere(each, actual))
        .map(toObstacle),
    ],
  };
}

/** Rights come with a table that is made, and are nothing to decide before. */
function isThere({ object }: Difference, actual: Catalog): boolean {
  const { schema, table } = object;
  if (table === null) return true;
  return actual.has(addressOf({ ...object, type: 'table', schema, table, name: table }));
}

const hasType = (object: CatalogObject, actual: Catalog) => actual.has(addressOf(object));

function partition<T>(all: readonly T[], holds: (each: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter((each) => !holds(each))];
}

/** A table brings its columns, a column its default, both what they require; the rest is one by one. */
function planSteps(differences: readonly Difference[]): Step[] {
  const missing = differences.filter(({ kind }) => kind === 'missing').map(({ object }) => object);
  const tables = missing.filter(({ type }) => type === 'table');
  const tableSteps = tables.map((table) => tableStep(table, missing));
  const covered = coveredBy(tableSteps);
  const columns = missing.filter((each) => each.type === 'column' && !covered.has(addressOf(each)));
  const columnSteps = columns.map((column) => columnStep(column, missing));
  const brought = new Set([...covered, ...coveredBy(columnSteps)]);
  const rest = differences.filter(({ object }) => !brought.has(addressOf(object)));
  return [...tableSteps, ...columnSteps, ...rest.map(toStep)].sort(
    (left, right) => rankOf(left) - rankOf(right),
  );
}

function tableStep(table: CatalogObject, missing: readonly CatalogObject[]): Step {
  const parts = missing.filter((each) => isPartOf(each, table) && inTable.has(each.type));
  return { objects: [table, ...parts], statement: createTableStatement(table, parts) };
}

/** Without default, NOT NULL is left to a step of its own, which the rows that are there may refuse. */
function columnStep(column: CatalogObject, missing: readonly CatalogObject[]): Step {
  const own = missing.filter((each) => isPartOf(each, column) && each.name === column.name);
  const value = own.filter(({ type }) => type === 'default');
  const required = own.filter(({ type }) => type === 'not_null' && isFilled(column, value));
  const parts = [...value, ...required];
  return { objects: [column, ...parts], statement: addColumnStatement(column, parts) };
}

/** Rows that are there get a value of it. */
const isFilled = ({ definition }: CatalogObject, value: readonly CatalogObject[]) =>
  value.length > 0 || definition.includes(' GENERATED ');

const inTable: ReadonlySet<ObjectType> = new Set(['column', 'default', 'not_null']);

const isPartOf = (part: CatalogObject, { schema, table }: CatalogObject) =>
  part.schema === schema && part.table === table;

const coveredBy = (steps: readonly Step[]) =>
  new Set(steps.flatMap(({ objects }) => objects).map(addressOf));

const rankOf = ({ objects: [{ type }] }: Step) =>
  structuralTypes.indexOf(type as (typeof structuralTypes)[number]);

function toStep({ kind, object, statement }: Difference): Step {
  const isChecked = object.type === 'foreign_key' || object.type === 'check';
  if (kind !== 'missing' || !isChecked) return { objects: [object], statement };
  return { objects: [object], statement, lenientStatement: `${statement} NOT VALID` };
}

function toObstacle({ kind, object, statement, actual }: Difference): Obstacle {
  const reason =
    kind === 'changed'
      ? `it is ${actual}, expected ${object.definition}`
      : (hindrances[object.type] ?? reasons[kind]);
  return { objects: [object], reason, statement };
}

const reasons = {
  missing: 'only its owner can give it',
  extra: 'it may refuse what is written, or hide what is read; nothing is ever dropped',
  invalid: 'Postgres does not rely on it',
};
