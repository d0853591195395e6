/** What a schema is made of, one object at a time. */
export type ObjectType = (typeof objectTypes)[number];

/** Those of which Burgee's schema is made, in the order in which they can be created. */
export const structuralTypes = [
  'schema',
  'enum',
  'sequence',
  'table',
  'column',
  'default',
  'not_null',
  'primary_key',
  'unique',
  'exclusion',
  'check',
  'index',
  'foreign_key',
  'ownership',
  'append_only',
] as const;

/** Those that hold for every row of a table. */
export const constraintTypes = [
  'primary_key',
  'unique',
  'exclusion',
  'check',
  'foreign_key',
] as const;

/** Those that are only reported: who may do what, and what others have added. */
export const reportedTypes = [
  'privilege',
  'grant',
  'row_security',
  'policy',
  'trigger',
  'disabled_triggers',
  'rule',
  'view',
  'forbidden_schema',
  'hidden_schema',
] as const;

export const objectTypes = [...structuralTypes, ...reportedTypes] as const;

export interface CatalogObject {
  readonly type: ObjectType;
  readonly schema: string;
  /** The table that it belongs to; null for what stands by itself. */
  readonly table: string | null;
  /** Of a column's default and NOT NULL, the column's; of an ownership, the sequence's. */
  readonly name: string;
  /** In Postgres's own words, every name with its schema; empty where being there says it all. */
  readonly definition: string;
  /** False for an index whose concurrent build failed and a constraint that was never validated. */
  readonly isValid: boolean;
}

/** Tells one object of a database from all others. */
export type Address = string;

export function addressOf({ type, schema, table, name }: CatalogObject): Address {
  return JSON.stringify([type, schema, table, name]);
}

/** By address. */
export type Catalog = ReadonlyMap<Address, CatalogObject>;

export function catalogOf(objects: Iterable<CatalogObject>): Catalog {
  return new Map([...objects].map((object) => [addressOf(object), object]));
}

/** For people: `table feature_flags`, `column feature_flags.owner`, `index audit_logs_target_idx`. */
export function nameOf({ type, schema, table, name }: CatalogObject): string {
  const prefix = schema === 'public' || schema === name ? '' : `${schema}.`;
  const words = type.replace('_', ' ');
  return table === null || table === name
    ? `${words} ${prefix}${name}`
    : `${words} ${prefix}${table}.${name}`;
}

/** `table segments and 8 more`. */
export function sumUp([first, ...others]: readonly CatalogObject[]): string {
  if (first === undefined) return 'nothing';
  return others.length === 0 ? nameOf(first) : `${nameOf(first)} and ${others.length} more`;
}

export function isStructural({ type }: CatalogObject): boolean {
  return (structuralTypes as readonly string[]).includes(type);
}
