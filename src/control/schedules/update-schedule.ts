import { maxScheduledSteps } from '../../contract/fields/limits.ts';
import {
  type ScheduleResource,
  type UpdateScheduleInput,
  updateScheduleInput,
} from '../../contract/flags/schedule.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertOpen } from './assert-open.ts';
import { assertPlannable } from './assert-plannable.ts';
import { changeSchedule } from './change-schedule.ts';
import { stepsToCome } from './planned-steps.ts';
import { getScheduleForUpdate, getScheduleRow } from './schedule-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateScheduleInput;
}

/** Plans anew what is to come; from now on it happens by right of whoever planned it. */
export async function updateSchedule({ ctx, input }: VerbCall<Input>): Promise<ScheduleResource> {
  authorise(ctx, 'editor');
  const { reason, steps } = parseInput(updateScheduleInput, input.change);
  const coming = steps && stepsToCome(steps, ctx.now());
  return mutate(ctx, async (unit) => {
    const { flagKey: flag, environmentKey: environment } = await getScheduleRow(unit.tx, input.id);
    if (coming) await assertPlannable(unit.tx, { flag, environment }, coming);
    const before = await getScheduleForUpdate(unit.tx, input.id);
    assertOpen(before);
    assertRevision(before.revision, input.expectedRevision);
    const done = before.steps.slice(0, before.nextStep);
    if (coming && done.length + coming.length > maxScheduledSteps) {
      const message = `expected at most ${maxScheduledSteps}, with the ${done.length} that were carried out`;
      throw invalidInput([{ path: 'steps', message }]);
    }
    return changeSchedule(unit, before, {
      action: 'schedule.update',
      change: {
        createdBy: ctx.actor.id,
        ...(reason === undefined ? {} : { reason }),
        ...(coming?.[0] ? { steps: [...done, ...coming], dueAt: new Date(coming[0].at) } : {}),
      },
    });
  });
}
