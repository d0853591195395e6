import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { usagePolicy } from '../../resource-policy.ts';
import { otherOrganisations } from '../../usage/edge-report.ts';
import { sum, type UsageSum } from './sum-reports.ts';

/**
 * Counts organisations together in an hour that has as many rows of them as an environment may have: each
 * flag that is answered for one is a row, and a page may ask for all flags. The most evaluated keep theirs.
 * About, as two consumers may do so at once.
 */
export async function boundRows(
  tx: Queryable,
  sums: readonly UsageSum[],
): Promise<readonly UsageSum[]> {
  const own = sums.filter(isOwn);
  if (own.length === 0) return sums;
  const taken = await countTaken(tx, own);
  const kept = new Set(
    [...Map.groupBy(own, hourOf)].flatMap(([hour, rows]) => {
      const room = Math.max(0, usagePolicy.organisationRows - (taken.get(hour) ?? 0));
      return rows.toSorted((one, other) => other.count - one.count).slice(0, room);
    }),
  );
  if (kept.size === own.length) return sums;
  return sum(
    sums.map((each) =>
      isOwn(each) && !kept.has(each) ? { ...each, organisation: otherOrganisations } : each,
    ),
  );
}

const isOwn = ({ organisation }: UsageSum): boolean =>
  organisation !== '' && organisation !== otherOrganisations;

const hourOf = ({ environment, hour }: Pick<UsageSum, 'environment' | 'hour'>): string =>
  `${environment} ${hour}`;

/** Rows of organisations, by environment and hour. */
async function countTaken(tx: Queryable, own: readonly UsageSum[]) {
  const hours = JSON.stringify([...new Set(own.map(({ hour }) => hour))]);
  const rows = await rowsOf<{ environment: string; hour: string; taken: number }>(
    tx,
    sql`
    select environment_key as environment, hour::text as hour, count(*)::int as taken
    from feature_flag_usage
    where hour in (select value::timestamptz from jsonb_array_elements_text(${hours}::jsonb))
      and organisation_id not in ('', ${otherOrganisations})
    group by environment_key, feature_flag_usage.hour`,
  );
  return new Map(
    rows.map(({ environment, hour, taken }) => [
      hourOf({ environment, hour: new Date(hour).toISOString() }),
      taken,
    ]),
  );
}
