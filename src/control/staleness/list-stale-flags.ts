import { asc, eq, gt, isNull, max, min, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { StaleFlag } from '../../contract/flags/staleness.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagUsage } from '../../db/feature-flag-usage.ts';
import { featureFlagUsageDaily } from '../../db/feature-flag-usage-daily.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { findSigns, type Subject } from './find-signs.ts';
import { findSettings, thresholdsResource } from './thresholds-row.ts';

/** Flags whose time seems to be over, by key, each with the signs of it. */
export async function listStaleFlags({ ctx }: VerbCall): Promise<readonly StaleFlag[]> {
  authorise(ctx, 'viewer');
  const { reads } = ctx.database;
  const now = ctx.now();
  const [settings, subjects] = await Promise.all([findSettings(reads), readSubjects(reads, now)]);
  const { revision, ...project } = thresholdsResource(settings);
  return subjects.flatMap((subject) => {
    const { flag, lastEvaluatedAt } = subject;
    const thresholds = { ...project, ...flag.staleThresholds };
    const signs = findSigns(subject, { thresholds, now });
    if (signs.length === 0) return [];
    return {
      flag: flag.key,
      name: flag.name,
      owner: flag.owner,
      tags: flag.tags,
      created_at: flag.createdAt.toISOString(),
      last_evaluated_at: lastEvaluatedAt?.toISOString() ?? null,
      signs: [...signs],
    };
  });
}

async function readSubjects(db: Queryable, now: Date): Promise<readonly Subject[]> {
  const [flags, states, overrides, usage] = await Promise.all([
    db
      .select()
      .from(featureFlags)
      .where(eq(featureFlags.status, 'active'))
      .orderBy(asc(featureFlags.key)),
    db.select().from(featureFlagEnvironments),
    listOverridden(db, now),
    listUsage(db),
  ]);
  const statesByFlag = Map.groupBy(states, ({ flagKey }) => flagKey);
  const counted = usage.map(({ first }) => first?.getTime() ?? Number.POSITIVE_INFINITY);
  const countedSince = counted.length > 0 ? new Date(Math.min(...counted)) : undefined;
  const lastByFlag = new Map(usage.map(({ flagKey, last }) => [flagKey, last ?? undefined]));
  return flags.map((flag) => ({
    flag,
    states: statesByFlag.get(flag.key) ?? [],
    overriddenAt: overrides.get(flag.key),
    lastEvaluatedAt: lastByFlag.get(flag.key),
    countedSince,
  }));
}

async function listOverridden(db: Queryable, now: Date): Promise<ReadonlyMap<string, Date>> {
  const { flagKey, expiresAt, updatedAt } = featureFlagOverrides;
  const rows = await db
    .select({ flagKey, updatedAt: max(updatedAt) })
    .from(featureFlagOverrides)
    .where(or(isNull(expiresAt), gt(expiresAt, now)))
    .groupBy(flagKey);
  return new Map(rows.flatMap((row) => (row.updatedAt ? [[row.flagKey, row.updatedAt]] : [])));
}

/** Rows are of whole hours or days: the last one counts to its end. */
const listUsage = (db: Queryable) => {
  const usage = unionAll(
    db
      .select({
        flagKey: featureFlagUsage.flagKey,
        from: sql<Date>`${featureFlagUsage.hour}`.as('from'),
        to: sql<Date>`${featureFlagUsage.hour} + interval '1 hour'`.as('to'),
      })
      .from(featureFlagUsage),
    db
      .select({
        flagKey: featureFlagUsageDaily.flagKey,
        from: sql<Date>`${startOfDay}`.as('from'),
        to: sql<Date>`${startOfDay} + interval '1 day'`.as('to'),
      })
      .from(featureFlagUsageDaily),
  ).as('usage');
  return db
    .select({
      flagKey: usage.flagKey,
      first: min(usage.from).mapWith(featureFlagUsage.hour),
      last: max(usage.to).mapWith(featureFlagUsage.hour),
    })
    .from(usage)
    .groupBy(usage.flagKey);
};

const startOfDay = sql`${featureFlagUsageDaily.day}::timestamp at time zone 'utc'`;
