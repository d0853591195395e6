import { asc, eq } from 'drizzle-orm';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { flagResource, flagStateResource } from './flag-resource.ts';
import { getFlagRow } from './flag-row.ts';

/** One flag, archived or not, with its state in each environment. */
export async function getFlag({ ctx, input }: Verb<{ key: string }>) {
  authorise(ctx, 'viewer');
  const flag = await getFlagRow(ctx.database.reads, input.key);
  const states = await ctx.database.reads
    .select()
    .from(featureFlagEnvironments)
    .where(eq(featureFlagEnvironments.flagKey, input.key))
    .orderBy(asc(featureFlagEnvironments.environmentKey));
  return { ...flagResource(flag), environments: states.map(flagStateResource) };
}
