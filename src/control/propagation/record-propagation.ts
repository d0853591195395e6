import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { propagationPolicy } from '../../resource-policy.ts';
import type { EdgeReport } from '../../usage/edge-report.ts';
import { type LocationActivity, listActivity } from './location-activity.ts';

/** The total that holds since when a location is in use, in milliseconds since the epoch: it only rises. */
export const awakeSinceTotal = 'awake_since';

interface Receipt {
  readonly environment: string;
  readonly version: number;
  readonly location: string;
  readonly at: number;
}

/**
 * Notes which locations have answered with which version, and which are in use. Of what is told twice or
 * in another order, the first answer with a version and the last answer of all count. No clock of an
 * isolate makes anything later than it is here.
 */
export async function recordPropagation(
  tx: Queryable,
  reports: readonly EdgeReport[],
  isKnown: (row: { readonly environment: string }) => boolean,
): Promise<void> {
  await addReceipts(tx, findReceipts(reports).filter(isKnown));
  await noteActivity(tx, listActivity(reports).filter(isKnown));
}

/** The least of each label, as a statement may not write a row twice. */
function findReceipts(reports: readonly EdgeReport[]): readonly Receipt[] {
  const receipts = new Map<string, Receipt>();
  for (const { firsts, location } of reports) {
    for (const [environment, version, at] of firsts) {
      const label = JSON.stringify([environment, version, location]);
      const earliest = Math.min(at, receipts.get(label)?.at ?? at);
      receipts.set(label, { environment, version, location, at: earliest });
    }
  }
  return [...receipts.values()];
}

/** In the order of their keys, as two consumers that met halfway would wait for each other. */
async function addReceipts(tx: Queryable, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  await tx.execute(sql`
    insert into propagation_receipts (environment_key, version, location, served_at)
    select environment, version, location, least(to_timestamp(at / 1000.0), now())
    from jsonb_to_recordset(${JSON.stringify(receipts)}::jsonb) as receipts(
      environment text, version bigint, location text, at bigint)
    order by environment, version, location
    on conflict (environment_key, version, location)
    do update set served_at = excluded.served_at
    where excluded.served_at < propagation_receipts.served_at`);
}

/** Whoever was silent for long begins anew to be in use. */
async function noteActivity(tx: Queryable, activity: readonly LocationActivity[]): Promise<void> {
  if (activity.length === 0) return;
  await tx.execute(sql`
    with heard as (
      select environment, location, least(to_timestamp(since / 1000.0), now()) as since,
        least(to_timestamp(until / 1000.0), now()) as until
      from jsonb_to_recordset(${JSON.stringify(activity)}::jsonb) as heard(
        environment text, location text, since bigint, until bigint)
    ), woken as (
      insert into edge_totals (environment_key, name, label, total)
      select environment, ${awakeSinceTotal}, heard.location, ceil(extract(epoch from since) * 1000)
      from heard left join edge_locations known
        on known.environment_key = environment and known.location = heard.location
      where known.location is null
        or known.last_served_at < since - make_interval(mins => ${propagationPolicy.activeMinutes})
      order by environment, heard.location
      on conflict (environment_key, name, label)
      do update set total = greatest(edge_totals.total, excluded.total)
    )
    insert into edge_locations (environment_key, location, last_served_at)
    select environment, location, until from heard
    order by environment, location
    on conflict (environment_key, location)
    do update set last_served_at = excluded.last_served_at
    where excluded.last_served_at > edge_locations.last_served_at`);
}
