import { type SQL, sql } from 'drizzle-orm';
import type { UpcomingChange } from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

interface Asked {
  readonly flag?: string | undefined;
  readonly environment?: string | undefined;
  readonly from?: string | undefined;
  /** The first instant after. */
  readonly to?: string | undefined;
  /** The instant and the schedule of the last one that was seen. */
  readonly after?: readonly [at: string, schedule: string] | undefined;
  readonly limit: number;
}

/** Steps that are to come, the next first. Each instant is a text in UTC, all of one length. */
export const findUpcoming = (db: Queryable, asked: Asked): Promise<readonly UpcomingChange[]> =>
  rowsOf<UpcomingChange>(
    db,
    sql`
    select step.value ->> 'at' as at, flag_key as flag, environment_key as environment,
      step.value -> 'change' as change, id as schedule, (step.position - 1)::int as step,
      status, reason, created_by as on_behalf_of
    from scheduled_changes cross join lateral
      jsonb_array_elements(steps) with ordinality as step(value, position)
    where status in ('pending', 'paused') and step.position > next_step and ${conditionOf(asked)}
    order by step.value ->> 'at', id limit ${asked.limit}`,
  );

function conditionOf({ flag, environment, from, to, after }: Asked): SQL {
  const at = sql`step.value ->> 'at'`;
  const conditions = [
    flag === undefined ? undefined : sql`flag_key = ${flag}`,
    environment === undefined ? undefined : sql`environment_key = ${environment}`,
    from === undefined ? undefined : sql`${at} >= ${new Date(from).toISOString()}`,
    to === undefined ? undefined : sql`${at} < ${new Date(to).toISOString()}`,
    after && sql`(${at}, id) > (${after[0]}, ${after[1]})`,
  ];
  return sql.join(
    [sql`true`, ...conditions.filter((condition) => condition !== undefined)],
    sql` and `,
  );
}
