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

/** Nothing more of it ever happens; what was carried out stays as it is. Cancelling twice is once. */
export async function cancelSchedule({ ctx, input }: VerbCall<Input>): Promise<ScheduleResource> {
  authorise(ctx, 'editor');
  return mutate(ctx, async (unit) => {
    const before = await getScheduleForUpdate(unit.tx, input.id);
    if (before.status === 'cancelled') return scheduleResource(before);
    assertOpen(before);
    assertRevision(before.revision, input.expectedRevision);
    return changeSchedule(unit, before, {
      action: 'schedule.cancel',
      change: { status: 'cancelled', dueAt: null },
    });
  });
}
