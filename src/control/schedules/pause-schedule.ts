import type { ScheduleResource } from '../../contract/flags/schedule.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertOpen } from './assert-open.ts';
import { changeSchedule } from './change-schedule.ts';
import { getScheduleForUpdate, scheduleResource } from './schedule-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
}

/** Nothing more of it happens until it is resumed. Pausing twice is once. */
export async function pauseSchedule({ ctx, input }: VerbCall<Input>): Promise<ScheduleResource> {
  authorise(ctx, 'editor');
  return mutate(ctx, async (unit) => {
    const before = await getScheduleForUpdate(unit.tx, input.id);
    assertOpen(before);
    if (before.status === 'paused') return scheduleResource(before);
    assertRevision(before.revision, input.expectedRevision);
    return changeSchedule(unit, before, {
      action: 'schedule.pause',
      change: { status: 'paused', failure: null },
    });
  });
}
