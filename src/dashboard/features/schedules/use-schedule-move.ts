import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { ScheduleResource } from '../../../contract/schedule.ts';
import { ApiError, admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { useRefreshSchedules } from './use-refresh-schedules.ts';

type ScheduleMove = 'pause' | 'resume' | 'cancel';

/** Pauses, resumes or cancels a schedule as it was read. */
export function useScheduleMove({ id, flag, revision }: ScheduleResource) {
  const onSettled = useRefreshSchedules();
  return useMutation({
    mutationFn: async (move: ScheduleMove): Promise<void> => {
      await bodyOf(admin.schedules[':id'][move].$post({ param: { id } }, ifMatch(revision)));
    },
    onError: (error) => {
      const wasOvertaken = error instanceof ApiError && error.status === 412;
      notifications.show({
        color: wasOvertaken ? 'yellow' : 'red',
        title: wasOvertaken ? 'It has moved on meanwhile' : 'The schedule was not changed',
        message: wasOvertaken ? `This is how the schedule of ${flag} is now.` : error.message,
      });
    },
    onSettled,
  });
}
