import { and, asc, eq } from 'drizzle-orm';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { type FlagStateTarget, getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { overrideResource } from './override-row.ts';

/** Every override of a flag in an environment, expired ones included, by scope and subject. */
export async function listOverrides({ ctx, input }: VerbCall<FlagStateTarget>) {
  authorise(ctx, 'viewer');
  await getFlagStateRow(ctx.database.reads, input);
  const rows = await ctx.database.reads
    .select()
    .from(featureFlagOverrides)
    .where(
      and(
        eq(featureFlagOverrides.environmentKey, input.environment),
        eq(featureFlagOverrides.flagKey, input.flag),
      ),
    )
    .orderBy(asc(featureFlagOverrides.scope), asc(featureFlagOverrides.subject));
  return rows.map(overrideResource);
}
