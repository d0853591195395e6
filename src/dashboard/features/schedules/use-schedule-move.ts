import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ScheduleResource } from '../../../contract/schedule.ts';
import { ApiError, admin, bodyOf, ifMatch } from '../../lib/api.ts';

const moves = admin.schedules[':id'];

/** Pauses, resumes or cancels a schedule as it was read. */
export function useScheduleMove({ id, flag, revision }: ScheduleResource) {
  const queryClient = useQueryClient();
  const settled = {
    onError: (error: Error) => {
      const wasOvertaken = error instanceof ApiError && error.status === 412;
      notifications.show({
        color: wasOvertaken ? 'yellow' : 'red',
        title: wasOvertaken ? 'It has moved on meanwhile' : 'The schedule was not changed',
        message: wasOvertaken ? `This is how the schedule of ${flag} is now.` : error.message,
      });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['schedules'] }),
  };
  const asked = { param: { id } };
  const header = ifMatch(revision);
  const pause = useMutation({
    mutationFn: () => bodyOf(moves.pause.$post(asked, header)),
    ...settled,
  });
  const resume = useMutation({
    mutationFn: () => bodyOf(moves.resume.$post(asked, header)),
    ...settled,
  });
  const cancel = useMutation({
    mutationFn: () => bodyOf(moves.cancel.$post(asked, header)),
    ...settled,
  });
  return { pause, resume, cancel };
}
