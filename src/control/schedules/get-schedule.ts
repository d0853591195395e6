import type { ScheduleResource } from '../../contract/flags/schedule.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { getScheduleRow, scheduleResource } from './schedule-row.ts';

/** One schedule. Throws `not_found`. */
export async function getSchedule({
  ctx,
  input,
}: VerbCall<{ id: string }>): Promise<ScheduleResource> {
  authorise(ctx, 'viewer');
  return scheduleResource(await getScheduleRow(ctx.database.reads, input.id));
}
