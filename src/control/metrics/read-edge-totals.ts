import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { type TotalSum, totalNames } from '../usage/sum-reports.ts';
import { one, type Reading, type Readings } from './metrics.ts';
import { readDelays } from './read-delays.ts';

interface TotalRow {
  readonly environment: string;
  readonly name: string;
  readonly label: string;
  readonly total: number;
}

/** What isolates have reported: answers, evaluations, and how long their reports were under way. */
export async function readEdgeTotals(db: Queryable): Promise<Readings> {
  const rows = await listTotals(db);
  const [{ last } = { last: null }] = await rowsOf<{ last: number | null }>(
    db,
    sql`select extract(epoch from max(last_served_at))::float8 as last from edge_locations`,
  );
  const named = (name: TotalSum['name']) => rows.filter((row) => row.name === name);
  const answers = named('answers');
  const uncounted = named('uncounted')[0]?.total ?? 0;
  return {
    burgee_answers_total: answers
      .filter(({ label }) => label !== 'stale')
      .map((row) => reading(row, 'source')),
    burgee_stale_answers_total: answers
      .filter(({ label }) => label === 'stale')
      .map(({ environment, total: value }) => ({ labels: { environment }, value })),
    burgee_evaluations_total: named('evaluations').map((row) => reading(row, 'reason')),
    burgee_uncounted_evaluations_total: one(uncounted),
    burgee_report_delay_seconds: readDelays(rows),
    ...(last === null ? {} : { burgee_last_report_timestamp_seconds: one(last) }),
  };
}

const reading = ({ environment, label, total: value }: TotalRow, name: string): Reading => ({
  labels: { environment, [name]: label },
  value,
});

/** Not of environments that were deleted. */
const listTotals = (db: Queryable) =>
  rowsOf<TotalRow>(
    db,
    sql`
    select environment_key as environment, name, label, total::float8 as total
    from edge_totals
    where name in ${totalNames}
      and (environment_key = '' or environment_key in (select key from environments))
    order by environment_key, name, label`,
  );
