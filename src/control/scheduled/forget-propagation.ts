import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { propagationPolicy, scheduledPolicy } from '../../resource-policy.ts';
import { awakeSinceTotal } from '../propagation/record-propagation.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/** Looks once an hour for what is too old to say anything of how versions spread. */
export async function forgetPropagation({ database, now }: ScheduledCapabilities) {
  if (now().getUTCMinutes() !== scheduledPolicy.hourlyMinute.propagation) return {};
  const { current } = database;
  const locations = await forgetLocations(current);
  const versions = await forgetVersions(current);
  const receipts = await forgetReceipts(current);
  return locations + versions + receipts === 0 ? {} : { locations, versions, receipts };
}

const count = async (db: Queryable, deletion: ReturnType<typeof sql>): Promise<number> => {
  const [row] = await rowsOf<{ count: number }>(
    db,
    sql`with gone as (${deletion} returning 1) select count(*)::int as count from gone`,
  );
  return row?.count ?? 0;
};

/** Those where nobody has asked for long, with what is known of each. */
const forgetLocations = (db: Queryable): Promise<number> =>
  count(
    db,
    sql`
    delete from edge_locations
    where last_served_at < now() - make_interval(days => ${propagationPolicy.locationDays})`,
  );

/** All but the newest of each environment; of one that was deleted, all after a while. */
const forgetVersions = (db: Queryable): Promise<number> =>
  count(
    db,
    sql`
    delete from published_versions old
    where version < (
        select version from published_versions newer
        where newer.environment_key = old.environment_key
        order by version desc offset ${propagationPolicy.keptVersions - 1} limit 1)
      or published_at < now() - make_interval(days => ${propagationPolicy.deletedDays})
        and not exists (select from environments where key = old.environment_key)`,
  );

/** Of locations and versions that are not kept; the newest of a location stays with it. */
async function forgetReceipts(db: Queryable): Promise<number> {
  await db.execute(sql`
    delete from edge_totals total where name = ${awakeSinceTotal} and not exists (
      select from edge_locations where environment_key = total.environment_key and location = label)`);
  return count(
    db,
    sql`
    delete from propagation_receipts where ctid = any (array(
      select old.ctid from propagation_receipts old
      where not exists (
          select from edge_locations known
          where known.environment_key = old.environment_key and known.location = old.location)
        or version < (
            select min(version) from published_versions kept
            where kept.environment_key = old.environment_key)
          and exists (
            select from propagation_receipts newer
            where newer.environment_key = old.environment_key
              and newer.location = old.location and newer.version > old.version)
      limit ${propagationPolicy.forgottenAtOnce}))`,
  );
}
