import { asc, eq } from 'drizzle-orm';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { flagResource, flagStateResource } from './flag-resource.ts';

/** Every flag that is not archived, by key, with its state in each environment. */
export async function listFlags({ ctx }: Verb) {
  authorise(ctx, 'viewer');
  const rows = await ctx.database.reads
    .select()
    .from(featureFlags)
    .leftJoin(featureFlagEnvironments, eq(featureFlagEnvironments.flagKey, featureFlags.key))
    .where(eq(featureFlags.status, 'active'))
    .orderBy(asc(featureFlags.key), asc(featureFlagEnvironments.environmentKey));
  return groupByFlag(rows);
}

type Row = {
  feature_flags: typeof featureFlags.$inferSelect;
  feature_flag_environments: typeof featureFlagEnvironments.$inferSelect | null;
};

/** One entry a flag, from rows that are ordered by flag. */
export function groupByFlag(rows: readonly Row[]) {
  const grouped = Map.groupBy(rows, (row) => row.feature_flags.key);
  return [...grouped.values()].map((group) => ({
    ...flagResource((group[0] as Row).feature_flags),
    environments: group.flatMap(({ feature_flag_environments: state }) =>
      state ? [flagStateResource(state)] : [],
    ),
  }));
}
