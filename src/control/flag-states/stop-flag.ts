import { type StopFlagInput, stopFlagInput } from '../../contract/flags/flag-switch.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';
import { setKilled } from './set-killed.ts';

interface Input extends FlagStateTarget {
  readonly stop: StopFlagInput;
}

/** The emergency stop of one flag. Stopping twice is once, so no revision is asked for. */
export async function stopFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const { reason } = parseInput(stopFlagInput, input.stop);
  return mutate(ctx, async (unit) => {
    await getFlagForUpdate(unit.tx, input.flag);
    const before = await getFlagStateRow(unit.tx, input);
    return setKilled(unit, before, { isKilled: true, reason });
  });
}
