import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CreateScheduleInput, ScheduleResource } from '../../../../contract/schedule.ts';
import { admin, bodyOf, ifMatch } from '../../../lib/api.ts';

export type ScheduleVerb = 'pause' | 'resume' | 'cancel';

function useInvalidate() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['schedules'] }),
      queryClient.invalidateQueries({ queryKey: ['flag'] }),
    ]);
}

export function useCreateSchedule() {
  const onSettled = useInvalidate();
  return useMutation({
    mutationFn: (json: CreateScheduleInput) => bodyOf(admin.schedules.$post({ json })),
    onSettled,
  });
}

interface Order {
  readonly schedule: ScheduleResource;
  readonly verb: ScheduleVerb;
}

export function useChangeSchedule() {
  const onSettled = useInvalidate();
  return useMutation({
    mutationFn: async ({ schedule: { id, revision }, verb }: Order): Promise<void> => {
      await bodyOf(admin.schedules[':id'][verb].$post({ param: { id } }, ifMatch(revision)));
    },
    onError: (error, { verb }) =>
      notifications.show({ color: 'red', title: `Could not ${verb} it`, message: error.message }),
    onSettled,
  });
}
