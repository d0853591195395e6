import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { usagePolicy } from '../../resource-policy.ts';
import { otherOrganisations } from '../../usage/edge-report.ts';
import { sum, type UsageSum } from './sum-reports.ts';

interface Organisation {
  readonly environment: string;
  readonly organisation: string;
}

/**
 * Counts organisations by themselves as long as an environment has room for them, as whoever has a client
 * key can make them up; those beyond are counted together. Remembers when each was last seen.
 */
export async function admitOrganisations(
  tx: Queryable,
  sums: readonly UsageSum[],
): Promise<readonly UsageSum[]> {
  const asked = new Map(
    sums
      .filter(({ organisation }) => !isShared(organisation))
      .map((each) => [
        nameOf(each),
        { environment: each.environment, organisation: each.organisation },
      ]),
  );
  if (asked.size === 0) return sums;
  const admitted = new Set((await admit(tx, [...asked.values()])).map(nameOf));
  const placed = sums.map((each) =>
    isShared(each.organisation) || admitted.has(nameOf(each))
      ? each
      : { ...each, organisation: otherOrganisations },
  );
  return sum(placed);
}

const isShared = (organisation: string): boolean =>
  organisation === '' || organisation === otherOrganisations;

const nameOf = ({ environment, organisation }: Organisation): string =>
  `${environment} ${organisation}`;

/** Those that are known, and as many new ones as there is room for: about, as two may do so at once. */
const admit = (tx: Queryable, asked: readonly Organisation[]): Promise<readonly Organisation[]> =>
  rowsOf<Organisation>(
    tx,
    sql`
    with asked as (
      select environment, organisation, known.organisation_id is not null as is_known
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(environment text, organisation text)
      left join usage_organisations known
        on known.environment_key = environment and known.organisation_id = organisation
    ), ranked as (
      select *, row_number() over (partition by environment, is_known order by organisation) as place
      from asked
    ), counts as (
      select environment_key, count(*) as taken from usage_organisations group by environment_key
    )
    insert into usage_organisations (environment_key, organisation_id, last_seen_at)
    select environment, organisation, now()
    from ranked left join counts on environment_key = environment
    where is_known or place + coalesce(taken, 0) <= ${usagePolicy.organisations}
    order by environment, organisation
    on conflict (environment_key, organisation_id) do update set last_seen_at = now()
    returning environment_key as environment, organisation_id as organisation`,
  );
