import {
  type UpdateFlagStateInput,
  updateFlagStateInput,
} from '../../contract/flags/flag-state.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { changeFlagState } from './change-flag-state.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';

interface Input extends FlagStateTarget {
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateFlagStateInput;
}

/** Switch, emergency stop, rollout, rules: what a flag does in one environment. */
export async function updateFlagState({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const change = parseInput(updateFlagStateInput, input.change);
  return mutate(ctx, async (unit) => {
    await getFlagForUpdate(unit.tx, input.flag);
    const before = await getFlagStateRow(unit.tx, input);
    assertRevision(before.revision, input.expectedRevision);
    return changeFlagState(unit, before, change);
  });
}
