import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';
import { serverNow } from '../../lib/server-clock.ts';
import type { Group, Period, UsageSearch } from './usage-search.ts';

const days: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30, quarter: 90 };
const hourMilliseconds = 60 * 60 * 1_000;

/** By what it is grouped unless the address says: what is not narrowed down to one. */
export const groupOf = ({ by, flag }: UsageSearch): Group =>
  by ?? (flag === undefined ? 'flag' : 'variant');

/** As many as a chart can tell apart. */
const series = '8';

export const usageQuery = (search: UsageSearch) =>
  queryOptions({
    queryKey: ['usage', search],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: () =>
      bodyOf(
        admin.usage.$get({
          query: { ...filterOf(search), group_by: groupOf(search), limit: series as never },
        }),
      ),
  });

/** From the beginning of an hour, as usage is counted by hours. */
export function filterOf({ period = 'week', by, ...filter }: UsageSearch) {
  const begin = serverNow() - days[period] * 24 * hourMilliseconds;
  const from = new Date(Math.floor(begin / hourMilliseconds) * hourMilliseconds).toISOString();
  const said = Object.entries({ ...filter, from }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Record<string, string>;
}

export const exportAddress = (search: UsageSearch): string =>
  `/admin/usage/export?${new URLSearchParams(filterOf(search))}`;
