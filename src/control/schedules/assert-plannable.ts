import type { ScheduledStep } from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { ControlError } from '../errors.ts';
import { type FlagStateTarget, getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { rehearseSteps } from './rehearse-steps.ts';

/** Throws unless the steps could be carried out now. Locks the flag. */
export async function assertPlannable(
  tx: Queryable,
  target: FlagStateTarget,
  steps: readonly ScheduledStep[],
): Promise<void> {
  const flag = await getFlagForUpdate(tx, target.flag);
  await getFlagStateRow(tx, target);
  if (flag.status === 'archived') {
    throw new ControlError('protected', `Flag "${flag.key}" is archived. Restore it first.`);
  }
  await rehearseSteps(tx, target, steps);
}
