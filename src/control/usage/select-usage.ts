import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { UsageFilter } from '../../contract/flags/usage.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagUsage } from '../../db/feature-flag-usage.ts';
import { featureFlagUsageDaily } from '../../db/feature-flag-usage-daily.ts';

/** From its first instant to before the last. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/**
 * Evaluations that match, as rows of hours and, where those are gone, of days, which count where they
 * begin. To be used as a subquery.
 */
export const selectUsage = (db: Queryable, filter: UsageFilter, { from, to }: Period) =>
  unionAll(
    db
      .select({
        at: sql<Date>`${featureFlagUsage.hour}`.mapWith(featureFlagUsage.hour).as('at'),
        environment: featureFlagUsage.environmentKey,
        flag: featureFlagUsage.flagKey,
        variant: featureFlagUsage.variant,
        reason: featureFlagUsage.reason,
        organisation: featureFlagUsage.organisationId,
        evaluations: featureFlagUsage.evaluations,
      })
      .from(featureFlagUsage)
      .where(
        and(
          gte(featureFlagUsage.hour, from),
          lt(featureFlagUsage.hour, to),
          matching(featureFlagUsage, filter),
        ),
      ),
    db
      .select({
        at: sql<Date>`${startOfDay}`.mapWith(featureFlagUsage.hour).as('at'),
        environment: featureFlagUsageDaily.environmentKey,
        flag: featureFlagUsageDaily.flagKey,
        variant: featureFlagUsageDaily.variant,
        reason: featureFlagUsageDaily.reason,
        organisation: featureFlagUsageDaily.organisationId,
        evaluations: featureFlagUsageDaily.evaluations,
      })
      .from(featureFlagUsageDaily)
      .where(
        and(
          gte(featureFlagUsageDaily.day, dayOf(from)),
          lt(startOfDay, to.toISOString()),
          matching(featureFlagUsageDaily, filter),
        ),
      ),
  ).as('usage');

const startOfDay = sql`${featureFlagUsageDaily.day}::timestamp at time zone 'utc'`;

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

type UsageTable = typeof featureFlagUsage | typeof featureFlagUsageDaily;

function matching(table: UsageTable, filter: UsageFilter): SQL | undefined {
  const wanted = [
    [table.environmentKey, filter.environment],
    [table.flagKey, filter.flag],
    [table.variant, filter.variant],
    [table.reason, filter.reason],
    [table.organisationId, filter.organisation],
  ] as const;
  return and(
    ...wanted.flatMap(([column, value]) => (value === undefined ? [] : [eq(column, value)])),
  );
}
