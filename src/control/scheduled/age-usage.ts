import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { scheduledPolicy, usagePolicy } from '../../resource-policy.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Once an hour makes days of hours that are old, and forgets what nobody looks at any more; so many rows at
 * once that no statement takes long. What comes late for a day that was made before is added to it.
 */
export async function ageUsage({ database, now }: ScheduledCapabilities) {
  if (now().getUTCMinutes() !== scheduledPolicy.hourlyMinute.usage) return {};
  const { current } = database;
  let moved = 0;
  for (let turn = 0; turn < usagePolicy.turnsOfAging; turn++) {
    const rows = await makeDays(current);
    moved += rows;
    if (rows < usagePolicy.agedAtOnce) break;
  }
  let forgotten = 0;
  for (const { table, isOver } of retention) forgotten += await forget(current, table, isOver);
  return moved + forgotten === 0 ? {} : { moved, forgotten };
}

const days = (count: number) => sql.raw(`${count} * interval '1 day'`);

/** Both halves in one statement: no evaluation is lost between them, or is in both. */
async function makeDays(db: Queryable): Promise<number> {
  const [row] = await rowsOf<{ moved: number }>(
    db,
    sql`
    with old as (
      delete from feature_flag_usage where ctid = any(array(
        select ctid from feature_flag_usage
        where hour < date_trunc('day', now(), 'utc') - ${days(usagePolicy.hourlyDays)}
        order by hour limit ${sql.raw(String(usagePolicy.agedAtOnce))}
        for update skip locked))
      returning *
    ), made as (
      insert into feature_flag_usage_daily
        (day, environment_key, flag_key, variant, reason, organisation_id, evaluations)
      select (hour at time zone 'utc')::date as day, environment_key, flag_key, variant, reason,
        organisation_id, sum(evaluations)
      from old
      group by day, environment_key, flag_key, variant, reason, organisation_id
      on conflict (environment_key, flag_key, day, variant, reason, organisation_id)
      do update set evaluations = feature_flag_usage_daily.evaluations + excluded.evaluations
    )
    select count(*)::int as moved from old`,
  );
  return row?.moved ?? 0;
}

/** A report may be delivered again for as long as a queue may be told to keep it: 14 days. */
const retention = [
  {
    table: 'feature_flag_usage_daily',
    isOver: sql`day < (now() at time zone 'utc')::date - ${sql.raw(String(usagePolicy.dailyDays))}`,
  },
  { table: 'edge_reports', isOver: sql`received_at < now() - ${days(usagePolicy.reportDays)}` },
  {
    table: 'usage_organisations',
    isOver: sql`last_seen_at < now() - ${days(usagePolicy.organisationDays)}`,
  },
];

async function forget(db: Queryable, table: string, isOver: ReturnType<typeof sql>) {
  const name = sql.identifier(table);
  const rows = await rowsOf<{ gone: number }>(
    db,
    sql`
    with gone as (
      delete from ${name} where ctid = any(array(
        select ctid from ${name} where ${isOver}
        limit ${sql.raw(String(usagePolicy.agedAtOnce))} for update skip locked))
      returning 1
    )
    select count(*)::int as gone from gone`,
  );
  return rows[0]?.gone ?? 0;
}
