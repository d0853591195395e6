import {
  type ListOverridesInput,
  listOverridesInput,
  type OverridePage,
} from '../../contract/flags/override-bulk.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { type FlagStateTarget, getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { parseInput } from '../parse-input.ts';
import { searchOverrides } from './search-overrides.ts';

interface Input extends FlagStateTarget {
  readonly page: ListOverridesInput;
}

/** Those of a flag in an environment, expired ones included, by scope and subject. */
export async function listOverrides({ ctx, input }: VerbCall<Input>): Promise<OverridePage> {
  authorise(ctx, 'viewer');
  const { flag, environment, page } = input;
  parseInput(listOverridesInput, page);
  await getFlagStateRow(ctx.database.reads, { flag, environment });
  return searchOverrides({ ctx, input: { environment, question: { ...page, flag } } });
}
