import { sql } from 'drizzle-orm';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { inChunks } from '../in-chunks.ts';
import type { FlagStateRow } from './flag-state-row.ts';

export type FlagStateContent = Omit<FlagStateRow, 'revision' | 'createdAt' | 'updatedAt'>;

/** Inserts or replaces states; one that was there gets the next revision. */
export async function writeFlagStates(
  tx: Queryable,
  states: readonly FlagStateContent[],
): Promise<FlagStateRow[]> {
  const written: FlagStateRow[] = [];
  const { environmentKey, flagKey } = featureFlagEnvironments;
  await inChunks(states, async (rows) => {
    const chunk = await tx
      .insert(featureFlagEnvironments)
      .values(rows)
      .onConflictDoUpdate({
        target: [environmentKey, flagKey],
        set: {
          isEnabled: sql`excluded.is_enabled`,
          isKilled: sql`excluded.is_killed`,
          rolloutPercentage: sql`excluded.rollout_percentage`,
          split: sql`excluded.split`,
          rules: sql`excluded.rules`,
          prerequisites: sql`excluded.prerequisites`,
          salt: sql`excluded.salt`,
          bucketBy: sql`excluded.bucket_by`,
          ...revised(featureFlagEnvironments),
        },
      })
      .returning();
    written.push(...chunk);
  });
  return written;
}
