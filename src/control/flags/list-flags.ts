import { asc, eq } from 'drizzle-orm';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { flagWithStates } from './flag-resource.ts';

/** Every flag that is not archived, by key, with its state in each environment. */
export async function listFlags({ ctx }: VerbCall) {
  authorise(ctx, 'viewer');
  const { reads } = ctx.database;
  const [flags, states] = await Promise.all([
    reads
      .select()
      .from(featureFlags)
      .where(eq(featureFlags.status, 'active'))
      .orderBy(asc(featureFlags.key)),
    reads
      .select()
      .from(featureFlagEnvironments)
      .orderBy(asc(featureFlagEnvironments.environmentKey)),
  ]);
  const statesByFlag = Map.groupBy(states, ({ flagKey }) => flagKey);
  return flags.map((flag) => flagWithStates(flag, statesByFlag.get(flag.key) ?? []));
}
