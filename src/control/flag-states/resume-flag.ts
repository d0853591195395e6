import { type StopFlagInput, stopFlagInput } from '../../contract/flags/flag-switch.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { type FlagStateTarget, getFlagStateRow } from './flag-state-row.ts';
import { setKilled } from './set-killed.ts';

interface Input extends FlagStateTarget {
  readonly expectedRevision: ExpectedRevision;
  readonly resume: StopFlagInput;
}

/** Ends the emergency stop: the flag does again what it did before. */
export async function resumeFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const { reason } = parseInput(stopFlagInput, input.resume);
  return mutate(ctx, async (unit) => {
    await getFlagForUpdate(unit.tx, input.flag);
    const before = await getFlagStateRow(unit.tx, input);
    assertRevision(before.revision, input.expectedRevision);
    return setKilled(unit, before, { isKilled: false, reason });
  });
}
