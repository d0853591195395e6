import { fullMillipercent } from '../../contract/fields/percentage.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import type { FlagStateRow } from './flag-state-row.ts';

interface Beginning {
  readonly environmentKeys: readonly string[];
  readonly isEnabled: boolean;
}

/** Inserts the missing states: each serves everybody the first variant that is not the off one. */
export async function insertFlagStates(
  tx: Queryable,
  flag: FlagRow,
  beginning: Beginning,
): Promise<FlagStateRow[]> {
  if (beginning.environmentKeys.length === 0) return [];
  return tx
    .insert(featureFlagEnvironments)
    .values(firstStates(flag, beginning))
    .onConflictDoNothing({
      target: [featureFlagEnvironments.flagKey, featureFlagEnvironments.environmentKey],
    })
    .returning();
}

/** The states of a flag that nobody has decided anything about. */
export function firstStates(
  flag: FlagRow,
  { environmentKeys, isEnabled }: Beginning,
): (typeof featureFlagEnvironments.$inferInsert)[] {
  const split = servedAtFirst(flag);
  const { key } = flag;
  return environmentKeys.map((environmentKey) => ({
    flagKey: key,
    environmentKey,
    isEnabled,
    split,
    salt: key,
  }));
}

/** The first variant that is not the off one. */
export function servedAtFirst({ variants, offVariant }: Pick<FlagRow, 'variants' | 'offVariant'>) {
  const variant = variants.find(({ name }) => name !== offVariant)?.name ?? offVariant;
  return [{ variant, weight: fullMillipercent }];
}
