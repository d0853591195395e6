import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { describeVersion } from '../propagation/describe-version.ts';
import { listActiveLocations } from '../propagation/propagation-rows.ts';
import type { Readings } from './metrics.ts';

interface NewestRow {
  readonly environment: string;
  readonly version: number;
  readonly committedAt: Date | string;
  readonly publishedAt: Date | string | null;
  readonly receipts: readonly { readonly location: string; readonly servedAt: string }[];
}

/** How the newest version of each environment was published, and where it has arrived. */
export async function readPropagation(db: Queryable): Promise<Readings> {
  const [newest, active] = await Promise.all([listNewest(db), listActiveLocations(db)]);
  const all = newest.map((row) => describe(row, active));
  const of = (
    environment: string,
    value: number,
    labels: Readonly<Record<string, string>> = {},
  ) => ({
    labels: { environment, ...labels },
    value,
  });
  return {
    burgee_publish_seconds: all.flatMap(({ environment, committed_at, published_at }) =>
      published_at === null
        ? []
        : of(environment, Math.max(0, Date.parse(published_at) - Date.parse(committed_at)) / 1_000),
    ),
    burgee_propagation_seconds: all.flatMap(({ environment, p50_seconds, p95_seconds }) =>
      p50_seconds === null || p95_seconds === null
        ? []
        : [
            of(environment, p50_seconds, { quantile: '0.5' }),
            of(environment, p95_seconds, { quantile: '0.95' }),
          ],
    ),
    burgee_active_locations: all.map((each) => of(each.environment, each.of)),
    burgee_current_locations: all.map((each) => of(each.environment, each.seen)),
  };
}

function describe(
  { environment, version, committedAt, publishedAt, receipts }: NewestRow,
  active: Awaited<ReturnType<typeof listActiveLocations>>,
) {
  const row = {
    version,
    committedAt: new Date(committedAt),
    publishedAt: publishedAt === null ? null : new Date(publishedAt),
  };
  const seen = {
    locations: active.filter((each) => each.environment === environment),
    receipts: receipts.map(({ location, servedAt }) => ({
      version,
      location,
      servedAt: new Date(servedAt),
    })),
  };
  return { environment, ...describeVersion(row, seen) };
}

/** Nobody has answered with a later version than the newest. */
const listNewest = (db: Queryable): Promise<readonly NewestRow[]> =>
  rowsOf<NewestRow>(
    db,
    sql`
    select key as environment, newest.version::float8 as version, updated_at as "committedAt",
      published_at as "publishedAt",
      coalesce(
        (select jsonb_agg(jsonb_build_object('location', location, 'servedAt', served_at))
        from propagation_receipts receipt
        where receipt.environment_key = key and receipt.version = newest.version), '[]') as receipts
    from environments newest left join published_versions published
      on published.environment_key = key and published.version = newest.version
    order by key`,
  );
