import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { ScheduleResource } from '../../../contract/flags/schedule.ts';
import { admin, bodyOf, ifMatch, titleOf, wasOvertaken } from '../../lib/api.ts';
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
      const isOvertaken = wasOvertaken(error);
      notifications.show({
        color: isOvertaken ? 'yellow' : 'red',
        title: isOvertaken
          ? 'It has moved on meanwhile'
          : titleOf(error, 'The schedule was not changed'),
        message: isOvertaken ? `This is how the schedule of ${flag} is now.` : error.message,
      });
    },
    onSettled,
  });
}
