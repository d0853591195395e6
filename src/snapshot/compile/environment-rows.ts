import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';

/** Whoever reads a snapshot minds the expiry by its own clock, which may differ from that of Postgres. */
const isNotLongExpired = or(
  isNull(apiKeys.expiresAt),
  gt(apiKeys.expiresAt, sql`now() - interval '1 hour'`),
);

/** The rows that make one flag of one environment. */
export interface FlagRows {
  readonly flag: typeof featureFlags.$inferSelect;
  readonly state: typeof featureFlagEnvironments.$inferSelect;
  readonly overrides: readonly (typeof featureFlagOverrides.$inferSelect)[];
}

/** The rows that make a snapshot. */
export interface EnvironmentRows {
  readonly environment: typeof environments.$inferSelect;
  readonly flags: readonly FlagRows[];
  readonly segments: readonly (typeof segments.$inferSelect)[];
  readonly keys: readonly (typeof apiKeys.$inferSelect)[];
  readonly contextKeys: readonly (typeof contextKeys.$inferSelect)[];
}

/** Undefined when there is no such environment. Consistent only within a repeatable-read transaction. */
export async function findEnvironmentRows(
  db: Queryable,
  key: string,
): Promise<EnvironmentRows | undefined> {
  const [environment] = await db.select().from(environments).where(eq(environments.key, key));
  if (!environment) return undefined;
  return {
    environment,
    flags: await listFlagRows(db, key),
    segments: await db.select().from(segments).orderBy(asc(segments.key)),
    keys: await db
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.environmentKey, key), isNull(apiKeys.revokedAt), isNotLongExpired))
      .orderBy(asc(apiKeys.id)),
    contextKeys: await db
      .select()
      .from(contextKeys)
      .where(and(eq(contextKeys.environmentKey, key), isNull(contextKeys.revokedAt)))
      .orderBy(asc(contextKeys.id)),
  };
}

async function listFlagRows(db: Queryable, environmentKey: string): Promise<FlagRows[]> {
  const rows = await db
    .select({ flag: featureFlags, state: featureFlagEnvironments })
    .from(featureFlagEnvironments)
    .innerJoin(featureFlags, eq(featureFlags.key, featureFlagEnvironments.flagKey))
    .where(
      and(
        eq(featureFlagEnvironments.environmentKey, environmentKey),
        eq(featureFlags.status, 'active'),
      ),
    )
    .orderBy(asc(featureFlags.key));
  const overrides = await db
    .select()
    .from(featureFlagOverrides)
    .where(eq(featureFlagOverrides.environmentKey, environmentKey))
    .orderBy(asc(featureFlagOverrides.scope), asc(featureFlagOverrides.subject));
  const overridesByFlag = Map.groupBy(overrides, ({ flagKey }) => flagKey);
  return rows.map((row) => ({ ...row, overrides: overridesByFlag.get(row.flag.key) ?? [] }));
}
