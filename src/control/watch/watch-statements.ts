import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { StatementCounts, WatchMemory } from '../../watchman/watch-memory.ts';
import { atOnce } from './patience.ts';

export interface StatementFacts extends StatementCounts {
  readonly id: string;
  readonly text: string;
}

/** Those that have taken most of the time in this database since its statistics began. */
export const readStatements = (db: Queryable): Promise<readonly StatementFacts[]> =>
  rowsOf<StatementFacts>(
    db,
    sql`
    select queryid::text as id, sum(calls)::float8 as calls, sum(total_exec_time)::float8 as milliseconds,
      left(regexp_replace(min(query), '\\s+', ' ', 'g'), ${watchPolicy.characters - 50}) as text
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query ~* '^\\s*(select|insert|update|delete|with)\\y'
    group by queryid order by sum(total_exec_time) desc limit ${watchPolicy.statement.remembered}`,
  );

/** By what was added since the heavy look before: the first finds nothing. */
export function watchStatements(
  statements: readonly StatementFacts[],
  before: WatchMemory['statements'],
): { readonly problems: readonly Problem[]; readonly memory: WatchMemory['statements'] } {
  const memory = Object.fromEntries(
    statements.map(({ id, calls, milliseconds }) => [id, { calls, milliseconds }]),
  );
  const slow = before ? statements.flatMap((each) => slowOf(each, before[each.id])) : [];
  return { memory, problems: slow.length > 0 ? [slowProblem(slow)] : [] };
}

function slowOf(
  { text, calls, milliseconds }: StatementFacts,
  before: StatementCounts = { calls: 0, milliseconds: 0 },
): readonly string[] {
  // Statistics that were reset begin at none.
  const isReset = calls < before.calls;
  const times = calls - (isReset ? 0 : before.calls);
  const mean = (milliseconds - (isReset ? 0 : before.milliseconds)) / times;
  const { statement } = watchPolicy;
  if (times < statement.calls || mean < statement.milliseconds) return [];
  return [`${times} times ${Math.round(mean)} ms: ${text}`];
}

const slowProblem = (details: readonly string[]): Problem => ({
  key: 'statements',
  severity: 'warning',
  title: 'Statements are slow',
  environment: null,
  items: [],
  consequence: 'Operators wait, in the dashboard and in /admin. Evaluations do not ask Postgres.',
  whatToDo:
    'See "explain (analyze, buffers)" of each, whether an index is missing (npx burgee check), and whether "analyze" ran.',
  details,
  features: [],
  patience: atOnce,
});
