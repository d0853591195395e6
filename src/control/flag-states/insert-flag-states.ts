import { fullMillipercent } from '../../contract/percentage.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import type { FlagStateRow } from './flag-state-row.ts';

interface Beginning {
  readonly environmentKeys: readonly string[];
  readonly isEnabled: boolean;
}

/** Those that were absent: each serves everybody the first variant that is not the off one. */
export async function insertFlagStates(
  tx: Queryable,
  flag: FlagRow,
  beginning: Beginning,
): Promise<FlagStateRow[]> {
  if (beginning.environmentKeys.length === 0) return [];
  return tx
    .insert(featureFlagEnvironments)
    .values(firstStates(flag, beginning))
    .onConflictDoNothing()
    .returning();
}

/** Of a flag that nobody has decided anything about. */
export function firstStates(
  { key, variants, offVariant }: FlagRow,
  { environmentKeys, isEnabled }: Beginning,
): (typeof featureFlagEnvironments.$inferInsert)[] {
  const served = variants.find(({ name }) => name !== offVariant)?.name ?? offVariant;
  const split = [{ variant: served, weight: fullMillipercent }];
  return environmentKeys.map((environmentKey) => ({
    flagKey: key,
    environmentKey,
    isEnabled,
    split,
    salt: key,
  }));
}
