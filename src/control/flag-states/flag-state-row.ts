import { and, eq } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { notFound } from '../errors.ts';

export type FlagStateRow = typeof featureFlagEnvironments.$inferSelect;

export interface FlagStateTarget {
  readonly flag: string;
  readonly environment: string;
}

/** Throws `not_found`. */
export async function getFlagStateRow(db: Queryable, target: FlagStateTarget) {
  const [row] = await db.select().from(featureFlagEnvironments).where(isFlagState(target));
  if (!row) throw notFound(`flag "${target.flag}" in environment "${target.environment}"`);
  return row;
}

/** The condition of the one row. */
export const isFlagState = ({ flag, environment }: FlagStateTarget) =>
  and(
    eq(featureFlagEnvironments.flagKey, flag),
    eq(featureFlagEnvironments.environmentKey, environment),
  );
