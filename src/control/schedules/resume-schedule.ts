import {
  type ResumeScheduleInput,
  resumeScheduleInput,
  type ScheduledStep,
  type ScheduleResource,
} from '../../contract/flags/schedule.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertOpen } from './assert-open.ts';
import { changeSchedule } from './change-schedule.ts';
import { stepsToCome } from './planned-steps.ts';
import { getScheduleForUpdate, type ScheduleRow, scheduleResource } from './schedule-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
  readonly resumption: ResumeScheduleInput;
}

/**
 * Goes on with the next step at its instant, or at once where that has passed, or when it is told;
 * the steps after it keep their distance from it. From now on it happens by right of whoever resumed
 * it. Resuming what is not paused changes nothing.
 */
export async function resumeSchedule({ ctx, input }: VerbCall<Input>): Promise<ScheduleResource> {
  authorise(ctx, 'editor');
  const { at } = parseInput(resumeScheduleInput, input.resumption);
  const now = ctx.now();
  return mutate(ctx, async (unit) => {
    const before = await getScheduleForUpdate(unit.tx, input.id);
    assertOpen(before);
    if (before.status === 'pending') return scheduleResource(before);
    assertRevision(before.revision, input.expectedRevision);
    const { done, coming, next } = divide(before);
    const start = at === undefined ? Math.max(next, now.getTime()) : Date.parse(at);
    const steps = stepsToCome(shift(coming, start - next), now);
    return changeSchedule(unit, before, {
      action: 'schedule.resume',
      change: {
        status: 'pending',
        failure: null,
        steps: [...done, ...steps],
        dueAt: new Date(start),
        createdBy: ctx.actor.id,
      },
    });
  });
}

function divide({ steps, nextStep }: ScheduleRow) {
  const coming = steps.slice(nextStep);
  return { done: steps.slice(0, nextStep), coming, next: Date.parse(coming[0]?.at ?? '') };
}

const shift = (steps: readonly ScheduledStep[], milliseconds: number): ScheduledStep[] =>
  steps.map((step) => ({
    ...step,
    at: new Date(Date.parse(step.at) + milliseconds).toISOString(),
  }));
