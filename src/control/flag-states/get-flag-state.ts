import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { flagStateResource } from './flag-state-resource.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';

export async function getFlagState({ ctx, input }: VerbCall<FlagStateTarget>) {
  authorise(ctx, 'viewer');
  return flagStateResource(await getFlagStateRow(ctx.database.reads, input));
}
