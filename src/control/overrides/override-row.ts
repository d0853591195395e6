import { and, eq } from 'drizzle-orm';
import { type OverrideTarget, overrideTarget } from '../../contract/flags/override.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import type { FlagStateTarget } from '../flag-states/flag-state-row.ts';
import { parseInput } from '../parse-input.ts';

/** Where an override is, as the caller names it. */
export interface RawOverridePlace extends FlagStateTarget {
  readonly scope: string;
  readonly subject: string;
}

export interface OverridePlace extends FlagStateTarget, OverrideTarget {}

/** Throws `invalid_input`. */
export const parsePlace = ({ flag, environment, scope, subject }: RawOverridePlace) => ({
  flag,
  environment,
  ...parseInput(overrideTarget, { scope, subject }),
});

export type OverrideRow = typeof featureFlagOverrides.$inferSelect;

/** Undefined where there is none. Takes no lock. */
export async function findOverrideRow(
  db: Queryable,
  place: OverridePlace,
): Promise<OverrideRow | undefined> {
  const [row] = await db.select().from(featureFlagOverrides).where(isOverride(place));
  return row;
}

/** The condition of the one row. */
export const isOverride = ({ environment, flag, scope, subject }: OverridePlace) =>
  and(
    eq(featureFlagOverrides.environmentKey, environment),
    eq(featureFlagOverrides.flagKey, flag),
    eq(featureFlagOverrides.scope, scope),
    eq(featureFlagOverrides.subject, subject),
  );

/** An override as `/admin` shows it. */
export const overrideResource = (row: OverrideRow) => ({
  flag: row.flagKey,
  environment: row.environmentKey,
  scope: row.scope,
  subject: row.subject,
  variant: row.variant,
  reason: row.reason,
  expires_at: row.expiresAt?.toISOString() ?? null,
  revision: row.revision,
  updated_at: row.updatedAt.toISOString(),
});
