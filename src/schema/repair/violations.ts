import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import type { CatalogObject } from '../catalog/catalog.ts';
import { quoteIdentifier } from '../catalog/quote.ts';
import { tableOf } from '../catalog/statements.ts';
import { attempt } from './attempt.ts';

export interface Violations {
  readonly count: number;
  /** At most five, by the columns that the rule is about. */
  readonly samples: readonly unknown[];
}

/** The rows that break a rule; undefined for a rule whose rows cannot be told by one query. */
export async function countViolations(
  tx: Queryable,
  rule: CatalogObject,
): Promise<Violations | undefined> {
  const violating = violatingRows(rule);
  if (violating === undefined) return undefined;
  const counted = await attempt(tx, () => rowsOf<Violations>(tx, count(violating)));
  return 'result' in counted ? counted.result[0] : undefined;
}

const count = (violating: string): SQL =>
  sql.raw(`select (select count(*)::int from (${violating}) as rows) as count,
    (select coalesce(json_agg(rows), '[]'::json) from (${violating} limit 5) as rows) as samples`);

/** Definitions come from the manifest, never from the database at hand. */
function violatingRows(rule: CatalogObject): string | undefined {
  const { type, definition } = rule;
  const table = tableOf(rule);
  if (type === 'not_null')
    return `select * from ${table} where ${quoteIdentifier(rule.name)} is null`;
  if (type === 'check')
    return `select * from ${table} where (${definition.slice('CHECK '.length)}) is false`;
  if (type === 'foreign_key') return orphans(table, definition);
  if (type !== 'primary_key' && type !== 'unique') return undefined;
  const columns = /\((.+?)\)/.exec(definition)?.[1];
  return `select ${columns} from ${table} group by ${columns} having count(*) > 1`;
}

function orphans(table: string, definition: string): string | undefined {
  const parts = /^FOREIGN KEY \((.+?)\) REFERENCES (.+?)\((.+?)\)/.exec(definition);
  if (parts === null) return undefined;
  const [, own = '', parent, referenced = ''] = parts;
  const theirs = referenced.split(', ');
  const columns = own.split(', ');
  const isComplete = columns.map((column) => `child.${column} is not null`).join(' and ');
  const isSame = columns.map((column, index) => `parent.${theirs[index]} = child.${column}`);
  return `select ${columns.map((column) => `child.${column}`).join(', ')} from ${table} as child
    where ${isComplete} and not exists (
      select from ${parent} as parent where ${isSame.join(' and ')})`;
}
