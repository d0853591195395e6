import { addressOf, type CatalogObject, nameOf } from '../../schema/catalog/catalog.ts';
import { type Difference, hindrances } from '../../schema/drift/difference.ts';
import { manifest } from '../../schema/manifest.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import { counted } from './layout.ts';

/**
 * Those that no migration will settle which has yet to run. The first of them brings the table of
 * records too.
 */
export function unawaited({ differences, migrations }: SchemaTruth): readonly Difference[] {
  const due = migrations.filter(({ state }) => state === 'pending' || state === 'missing');
  const awaited = new Set<string | null>(due.map(({ tag }) => tag));
  const isFresh = due.length === migrations.length;
  return differences.filter(({ object }) => {
    const migration = migrationOf(object);
    if (migration === null) return !(isFresh && object.schema === 'drizzle');
    return migration === undefined || !awaited.has(migration);
  });
}

/** The one that makes an object; null for Drizzle's own, undefined for what nobody expects. */
function migrationOf(object: CatalogObject): string | null | undefined {
  return migrations.get(addressOf(object));
}

const migrations = new Map(
  manifest.objects.map((object) => [addressOf(object), object.migration] as const),
);

/** One difference as a person wants to hear of it. */
export interface ToldDifference {
  /** A table, or a schema for what belongs to none. */
  readonly place: string;
  readonly weight: Difference['weight'];
  readonly isMendable: boolean;
  readonly sentence: string;
  /** What would settle it, and who is to run it; undefined where it goes without saying. */
  readonly way?: string;
}

/** A table that is not there is told once, with all that belongs to it. */
export function tellDifferences(differences: readonly Difference[]): readonly ToldDifference[] {
  const places = Map.groupBy(differences, ({ object }) => placeOf(object));
  return [...places].flatMap(([place, all]) => {
    const lost = all.filter(({ kind }) => kind === 'missing');
    const isTableLost = lost.some(({ object }) => object.type === 'table');
    if (!isTableLost) return all.map((each) => tell(place, each));
    const sentence = `table ${place} is missing, with ${tally(lost)}`;
    const others = all.filter(({ kind }) => kind !== 'missing');
    const told = { place, weight: 'damage', isMendable: true, sentence } as const;
    return [told, ...others.map((each) => tell(place, each))];
  });
}

function placeOf({ schema, table, name, type }: CatalogObject): string {
  const prefix = schema === 'public' ? '' : `${schema}.`;
  return table === null && type !== 'table' ? `schema ${schema}` : prefix + (table ?? name);
}

function tell(place: string, difference: Difference): ToldDifference {
  const { weight, isMendable, statement } = difference;
  const told = { place, weight, isMendable, sentence: sentenceOf(difference) };
  if (weight === 'notice') return told;
  return { ...told, way: `${isMendable ? 'repair runs' : 'for a person to decide'}: ${statement}` };
}

function sentenceOf({ kind, object, actual, weight }: Difference): string {
  const name = nameOf(object);
  if (kind === 'missing') return `${name} is missing`;
  if (kind === 'changed') return `${name} is ${actual}, expected ${object.definition}`;
  const hindrance = hindrances[object.type];
  if (hindrance !== undefined) return `${name}: ${hindrance}`;
  if (kind === 'invalid') return `${name} is there, and Postgres does not rely on it`;
  return weight === 'damage'
    ? `${name} is not Burgee's, and may refuse what is written or hide what is read`
    : `${name} is not Burgee's`;
}

/** `12 columns, 2 indexes`. */
function tally(differences: readonly Difference[]): string {
  const count = (types: readonly string[]) =>
    differences.filter(({ object }) => types.includes(object.type)).length;
  const indexes = count(['index']);
  return [
    counted(count(['column']), 'column'),
    ...[count(constraints)].filter(Boolean).map((each) => counted(each, 'constraint')),
    ...(indexes > 0 ? [indexes === 1 ? '1 index' : `${indexes} indexes`] : []),
  ].join(', ');
}

const constraints = ['primary_key', 'unique', 'exclusion', 'check', 'foreign_key'];
