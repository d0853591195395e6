import { and, asc, eq, isNull } from 'drizzle-orm';
import { apiKeys } from '../db/api-keys.ts';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { featureFlagOverrides } from '../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../db/feature-flags.ts';
import { segments } from '../db/segments.ts';

/** The rows that make one flag of one environment. */
export interface FlagSource {
  readonly flag: typeof featureFlags.$inferSelect;
  readonly state: typeof featureFlagEnvironments.$inferSelect;
  readonly overrides: readonly (typeof featureFlagOverrides.$inferSelect)[];
}

/** The rows that make a snapshot. */
export interface EnvironmentSource {
  readonly environment: typeof environments.$inferSelect;
  readonly flags: readonly FlagSource[];
  readonly segments: readonly (typeof segments.$inferSelect)[];
  readonly keys: readonly (typeof apiKeys.$inferSelect)[];
}

/** Undefined when there is no such environment. Consistent only within a repeatable-read transaction. */
export async function findEnvironmentSource(
  db: Queryable,
  key: string,
): Promise<EnvironmentSource | undefined> {
  const [environment] = await db.select().from(environments).where(eq(environments.key, key));
  if (!environment) return undefined;
  return {
    environment,
    flags: await listFlagSources(
      db,
      and(eq(featureFlagEnvironments.environmentKey, key), eq(featureFlags.status, 'active')),
    ),
    segments: await db.select().from(segments).orderBy(asc(segments.key)),
    keys: await db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.environmentKey, key), isNull(apiKeys.revokedAt)))
      .orderBy(asc(apiKeys.id)),
  };
}

/** One flag in every environment, archived or not. */
export const listSourcesOfFlag = (db: Queryable, key: string): Promise<FlagSource[]> =>
  listFlagSources(db, eq(featureFlags.key, key));

async function listFlagSources(
  db: Queryable,
  condition: ReturnType<typeof and>,
): Promise<FlagSource[]> {
  const rows = await db
    .select({ flag: featureFlags, state: featureFlagEnvironments })
    .from(featureFlagEnvironments)
    .innerJoin(featureFlags, eq(featureFlags.key, featureFlagEnvironments.flagKey))
    .where(condition)
    .orderBy(asc(featureFlags.key), asc(featureFlagEnvironments.environmentKey));
  const overrides = await db
    .select({ override: featureFlagOverrides })
    .from(featureFlagOverrides)
    .innerJoin(
      featureFlagEnvironments,
      and(
        eq(featureFlagEnvironments.environmentKey, featureFlagOverrides.environmentKey),
        eq(featureFlagEnvironments.flagKey, featureFlagOverrides.flagKey),
      ),
    )
    .innerJoin(featureFlags, eq(featureFlags.key, featureFlagOverrides.flagKey))
    .where(condition)
    .orderBy(asc(featureFlagOverrides.scope), asc(featureFlagOverrides.subject));
  const byState = Map.groupBy(overrides, ({ override }) => stateKey(override));
  return rows.map((row) => ({
    ...row,
    overrides: (byState.get(stateKey(row.state)) ?? []).map(({ override }) => override),
  }));
}

const stateKey = (row: { environmentKey: string; flagKey: string }): string =>
  `${row.environmentKey}/${row.flagKey}`;
