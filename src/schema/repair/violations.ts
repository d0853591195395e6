import { attemptQuery } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import type { CatalogObject } from '../catalog/catalog.ts';
import { quoteIdentifier } from '../catalog/quote.ts';
import { tableOf } from '../catalog/statements.ts';
import { expectedCatalog } from '../manifest.ts';

export interface Violations {
  readonly count: number;
  /**
   * At most five, by their primary keys, or where they stand in the table that has lost its key. Nothing
   * else of a row: it may be secret, and the answer is stored, shown and logged.
   */
  readonly samples: readonly unknown[];
}

/** The rows that break a rule; undefined for a rule whose rows cannot be told by one query. */
export async function countViolations(
  tx: Queryable,
  rule: CatalogObject,
): Promise<Violations | undefined> {
  const condition = violation(rule);
  if (condition === undefined) return undefined;
  const places = [keyOf(rule), ['ctid']].filter((columns) => columns !== undefined);
  for (const columns of places) {
    const counted = await attemptQuery<Violations>(tx, count(rule, condition, columns));
    if ('result' in counted) return counted.result[0];
  }
  return undefined;
}

function count(rule: CatalogObject, condition: string, columns: readonly string[]) {
  const violating = `from ${tableOf(rule)} as t where ${condition}`;
  const place = columns.map((column) => `t.${column}`).join(', ');
  return `select (select count(*)::int ${violating}) as count,
    (select coalesce(json_agg(rows), '[]'::json) from (
      select ${place} ${violating} order by t.ctid limit 5) as rows) as samples`;
}

/** The columns of the table's primary key, as Postgres writes them. */
function keyOf({ schema, table }: CatalogObject): readonly string[] | undefined {
  const key = [...expectedCatalog.values()].find(
    (each) => each.type === 'primary_key' && each.schema === schema && each.table === table,
  );
  return key && columnsOf(key);
}

function columnsOf({ definition }: CatalogObject): readonly string[] {
  return /\((.+?)\)/.exec(definition)?.[1]?.split(', ') ?? [];
}

/** Of a row `t`. Definitions come from the manifest, never from the database at hand. */
function violation(rule: CatalogObject): string | undefined {
  const { type, definition } = rule;
  if (type === 'not_null') return `t.${quoteIdentifier(rule.name)} is null`;
  if (type === 'check') return `(${definition.slice('CHECK '.length)}) is false`;
  if (type === 'foreign_key') return isOrphan(rule);
  if (type === 'primary_key' || type === 'unique') return isRepeated(rule);
  return undefined;
}

/** Another row has the same; a primary key holds no null either. */
function isRepeated(rule: CatalogObject): string {
  const columns = columnsOf(rule);
  const isSame = columns.map((column) => `other.${column} = t.${column}`);
  const repeated = `exists (select from ${tableOf(rule)} as other
    where other.ctid <> t.ctid and ${isSame.join(' and ')})`;
  const isNull = columns.map((column) => `t.${column} is null`);
  return rule.type === 'unique' ? repeated : `(${[repeated, ...isNull].join(' or ')})`;
}

function isOrphan({ definition }: CatalogObject): string | undefined {
  const parts = /^FOREIGN KEY \((.+?)\) REFERENCES (.+?)\((.+?)\)/.exec(definition);
  if (parts === null) return undefined;
  const [, own = '', parent, referenced = ''] = parts;
  const theirs = referenced.split(', ');
  const columns = own.split(', ');
  const isComplete = columns.map((column) => `t.${column} is not null`).join(' and ');
  const isSame = columns.map((column, index) => `parent.${theirs[index]} = t.${column}`);
  return `${isComplete} and not exists (
    select from ${parent} as parent where ${isSame.join(' and ')})`;
}
