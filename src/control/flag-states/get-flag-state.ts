import type { FlagStateWithUpcoming } from '../../contract/with-upcoming.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listComing } from '../schedules/list-coming.ts';
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
  return { ...state, upcoming: await listComing(reads, input) };
}
