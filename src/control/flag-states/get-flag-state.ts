import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { flagStateResource } from '../flags/flag-resource.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';

export async function getFlagState({ ctx, input }: Verb<FlagStateTarget>) {
  authorise(ctx, 'viewer');
  return flagStateResource(await getFlagStateRow(ctx.database.reads, input));
}
