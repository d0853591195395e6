import type { ScheduledStep } from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { ControlError, invalidInput } from '../errors.ts';
import { changeFlagState, type FlagStateChange } from '../flag-states/change-flag-state.ts';
import { type FlagStateTarget, getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { rehearseWithin } from '../rehearse-within.ts';

/**
 * Carries the steps out one after the other, and takes all of it back: what could not be done now
 * is refused with the step and the place. The transaction has locked the flag.
 */
export const rehearseSteps = (
  tx: Queryable,
  target: FlagStateTarget,
  steps: readonly ScheduledStep[],
): Promise<void> =>
  rehearseWithin(tx, async (savepoint) => {
    for (const [index, { change }] of steps.entries()) {
      await apply(savepoint, target, change).catch((error: unknown) => {
        throw atStep(error, index);
      });
    }
  });

const apply = async (tx: Queryable, target: FlagStateTarget, change: FlagStateChange) => {
  const unit = { tx, audit: () => {}, touch: () => {} };
  return changeFlagState(unit, await getFlagStateRow(tx, target), change);
};

function atStep(error: unknown, index: number): unknown {
  if (!(error instanceof ControlError) || error.code !== 'invalid_input') return error;
  return invalidInput(
    error.problems.map(({ path, message }) => ({
      path: `steps[${index}].change${path && `.${path}`}`,
      message,
    })),
  );
}
