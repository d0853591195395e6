import type { ScheduledStep } from '../../contract/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { ControlError, invalidInput } from '../errors.ts';
import { changeFlagState, type FlagStateChange } from '../flag-states/change-flag-state.ts';
import { type FlagStateTarget, getFlagStateRow } from '../flag-states/flag-state-row.ts';

const rehearsed = Symbol('rehearsed');

/**
 * Carries the steps out one after the other, and takes all of it back: what could not be done now
 * is refused with the step and the place. The transaction has locked the flag.
 */
export async function rehearseSteps(
  tx: Queryable,
  target: FlagStateTarget,
  steps: readonly ScheduledStep[],
): Promise<void> {
  const rehearsal = tx.transaction(async (savepoint) => {
    for (const [index, { change }] of steps.entries()) {
      await rehearse(savepoint, target, change).catch((error: unknown) => {
        throw atStep(error, index);
      });
    }
    throw rehearsed;
  });
  await rehearsal.catch((error: unknown) => {
    if (error !== rehearsed) throw error;
  });
}

const rehearse = async (tx: Queryable, target: FlagStateTarget, change: FlagStateChange) => {
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
