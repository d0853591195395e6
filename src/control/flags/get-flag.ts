import { asc, eq } from 'drizzle-orm';
import type { FlagWithUpcoming } from '../../contract/flags/with-upcoming.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listUpcomingOfFlag } from '../schedules/list-upcoming-of-flag.ts';
import { flagWithStates } from './flag-resource.ts';
import { getFlagRow } from './flag-row.ts';

/** One flag, archived or not, with its state in each environment, and what will change by itself. */
export async function getFlag({
  ctx,
  input,
}: VerbCall<{ key: string }>): Promise<FlagWithUpcoming> {
  authorise(ctx, 'viewer');
  const { reads } = ctx.database;
  const flag = await getFlagRow(reads, input.key);
  const states = await reads
    .select()
    .from(featureFlagEnvironments)
    .where(eq(featureFlagEnvironments.flagKey, input.key))
    .orderBy(asc(featureFlagEnvironments.environmentKey));
  const upcoming = await listUpcomingOfFlag(reads, { flag: input.key });
  return { ...flagWithStates(flag, states), upcoming };
}
