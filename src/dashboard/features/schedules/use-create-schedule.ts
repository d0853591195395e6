import { useMutation } from '@tanstack/react-query';
import type { CreateScheduleInput } from '../../../contract/flags/schedule.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { useRefreshSchedules } from './use-refresh-schedules.ts';

export function useCreateSchedule() {
  const onSettled = useRefreshSchedules();
  return useMutation({
    mutationFn: (json: CreateScheduleInput) => bodyOf(admin.schedules.$post({ json })),
    onSettled,
  });
}
