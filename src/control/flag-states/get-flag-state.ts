import type { FlagStateWithUpcoming } from '../../contract/flags/with-upcoming.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listUpcomingOfFlag } from '../schedules/list-upcoming-of-flag.ts';
import { flagStateResource } from './flag-state-resource.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';

/** With what will change by itself. */
export async function getFlagState({
  ctx,
  input,
}: VerbCall<FlagStateTarget>): Promise<FlagStateWithUpcoming> {
  authorise(ctx, 'viewer');
  const { reads } = ctx.database;
  const state = flagStateResource(await getFlagStateRow(reads, input));
  return { ...state, upcoming: await listUpcomingOfFlag(reads, input) };
}
