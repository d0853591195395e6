import { ControlError } from '../errors.ts';
import type { ScheduleRow } from './schedule-row.ts';

/** Throws `schedule_finished` where nothing of it is to come. */
export function assertOpen({ status }: ScheduleRow): void {
  if (status === 'pending' || status === 'paused') return;
  throw new ControlError(
    'schedule_finished',
    `This schedule is ${status}, and stays so. Make a new one for what is still to happen.`,
  );
}
