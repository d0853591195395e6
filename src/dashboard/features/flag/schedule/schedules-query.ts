import { queryOptions } from '@tanstack/react-query';
import type { ScheduleResource } from '../../../../contract/schedule.ts';
import { admin, bodyOf } from '../../../lib/api.ts';

interface Place {
  readonly flag: string;
  readonly environment: string;
}

/** Those that are open first, then the last that are over. */
export const flagSchedulesQuery = ({ flag, environment }: Place) =>
  queryOptions({
    queryKey: ['schedules', 'of-flag', flag, environment],
    queryFn: async () => {
      const query = { flag, environment, limit: '50' } as never;
      const { schedules } = await bodyOf(admin.schedules.$get({ query }));
      return schedules as readonly ScheduleResource[];
    },
  });
