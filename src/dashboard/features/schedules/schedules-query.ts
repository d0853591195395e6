import { infiniteQueryOptions } from '@tanstack/react-query';
import type { SchedulePage, UpcomingPage } from '../../../contract/flags/schedule.ts';
import { admin, bodyOf } from '../../lib/api.ts';

export interface ScheduleFilter {
  readonly environment?: string | undefined;
  readonly flag?: string | undefined;
}

const said = (query: object) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as never;

/** Every step to come, the earliest first. */
export const calendarQuery = (filter: ScheduleFilter) =>
  infiniteQueryOptions({
    queryKey: ['schedules', 'calendar', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) =>
      (await bodyOf(
        admin.schedules.calendar.$get({ query: said({ ...filter, cursor }) }),
      )) as UpcomingPage,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });

export type ScheduleStatus = 'open' | 'done' | 'cancelled' | 'failed';

/** Those that are open first, then what is over, the last first; of any status where none is named. */
export const schedulesQuery = (filter: ScheduleFilter & { readonly status?: ScheduleStatus }) =>
  infiniteQueryOptions({
    queryKey: ['schedules', 'list', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) =>
      (await bodyOf(admin.schedules.$get({ query: said({ ...filter, cursor }) }))) as SchedulePage,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
