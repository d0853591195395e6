import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { notFound } from '../errors.ts';

export type FlagRow = typeof featureFlags.$inferSelect;

/** Throws `not_found`. */
export async function getFlagRow(db: Queryable, key: string) {
  const [row] = await db.select().from(featureFlags).where(eq(featureFlags.key, key));
  if (!row) throw notFound(`flag "${key}"`);
  return row;
}

/**
 * The flag's row, locked until the transaction ends: whatever changes a flag, its states or its
 * overrides takes this lock first, so that no two changes can break each other's references.
 */
export async function getFlagForUpdate(tx: Queryable, key: string) {
  const [row] = await tx.select().from(featureFlags).where(eq(featureFlags.key, key)).for('update');
  if (!row) throw notFound(`flag "${key}"`);
  return row;
}

/** The environments in which a flag has a state, by key. */
export async function listFlagEnvironmentKeys(tx: Queryable, flagKey: string): Promise<string[]> {
  const rows = await tx
    .select({ key: featureFlagEnvironments.environmentKey })
    .from(featureFlagEnvironments)
    .where(eq(featureFlagEnvironments.flagKey, flagKey))
    .orderBy(asc(featureFlagEnvironments.environmentKey));
  return rows.map(({ key }) => key);
}
