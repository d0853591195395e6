import { and, desc, eq, gte, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { propagationReceipts, publishedVersions } from '../../db/propagation.ts';
import { rowsOf } from '../../db/rows.ts';
import { propagationPolicy } from '../../resource-policy.ts';
import { awakeSinceTotal } from './record-propagation.ts';

export interface VersionRow {
  readonly version: number;
  readonly committedAt: Date;
  /** Null while nobody has noted that it is published. */
  readonly publishedAt: Date | null;
}

/** A location that answers now. Instants in milliseconds since the epoch. */
export interface LocationRow {
  readonly environment: string;
  readonly location: string;
  readonly lastServedAt: number;
  /** Since when it does so without a long silence. */
  readonly awakeSince: number;
  readonly version: number | null;
  readonly firstServedAt: number | null;
  /** Of that version. */
  readonly committedAt: number | null;
}

export interface ReceiptRow {
  readonly version: number;
  readonly location: string;
  readonly servedAt: Date;
}

/** The newest first. */
export const listVersions = (db: Queryable, environment: string): Promise<readonly VersionRow[]> =>
  db
    .select({
      version: publishedVersions.version,
      committedAt: publishedVersions.committedAt,
      publishedAt: publishedVersions.publishedAt,
    })
    .from(publishedVersions)
    .where(eq(publishedVersions.environmentKey, environment))
    .orderBy(desc(publishedVersions.version))
    .limit(propagationPolicy.listedVersions);

export const listReceipts = (
  db: Queryable,
  { environment, oldest }: { readonly environment: string; readonly oldest: number },
): Promise<readonly ReceiptRow[]> =>
  db
    .select({
      version: propagationReceipts.version,
      location: propagationReceipts.location,
      servedAt: propagationReceipts.servedAt,
    })
    .from(propagationReceipts)
    .where(
      and(
        eq(propagationReceipts.environmentKey, environment),
        gte(propagationReceipts.version, oldest),
      ),
    );

const milliseconds = (instant: SQL) => sql`(extract(epoch from ${instant}) * 1000)::float8`;

/** By name, each with the newest version that it has answered with; of all environments without one. */
export const listActiveLocations = (
  db: Queryable,
  environment?: string,
): Promise<readonly LocationRow[]> =>
  rowsOf<LocationRow>(
    db,
    sql`
    select active.environment_key as environment, active.location,
      ${milliseconds(sql`last_served_at`)} as "lastServedAt",
      coalesce(total, 0)::float8 as "awakeSince",
      newest.version::float8 as version,
      ${milliseconds(sql`served_at`)} as "firstServedAt",
      ${milliseconds(sql`committed_at`)} as "committedAt"
    from edge_locations active
    left join edge_totals awake on awake.environment_key = active.environment_key
      and awake.name = ${awakeSinceTotal} and awake.label = active.location
    left join lateral (
      select version, served_at from propagation_receipts receipt
      where receipt.environment_key = active.environment_key and receipt.location = active.location
      order by version desc limit 1
    ) newest on true
    left join published_versions published
      on published.environment_key = active.environment_key and published.version = newest.version
    where last_served_at > now() - make_interval(mins => ${propagationPolicy.activeMinutes})
      and ${environment === undefined ? sql`true` : sql`active.environment_key = ${environment}`}
    order by active.environment_key, active.location`,
  );
