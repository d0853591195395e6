import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../../lib/api.ts';
import { serverNow } from '../../../lib/server-clock.ts';

export const usageRanges = ['day', 'week', 'month'] as const;
export type UsageRange = (typeof usageRanges)[number];

const days: Readonly<Record<UsageRange, number>> = { day: 1, week: 7, month: 30 };
const dayMilliseconds = 86_400_000;

interface Place {
  readonly flag: string;
  readonly environment: string;
}

/** How often each variant was served, over time. */
export const flagUsageQuery = ({ flag, environment }: Place, range: UsageRange) =>
  queryOptions({
    queryKey: ['usage', 'of-flag', flag, environment, range],
    staleTime: 60_000,
    queryFn: () => {
      const from = new Date(serverNow() - days[range] * dayMilliseconds).toISOString();
      const interval = range === 'day' ? 'hour' : 'day';
      const query = { flag, environment, from, interval, group_by: 'variant', limit: '50' };
      return bodyOf(admin.usage.$get({ query: query as never }));
    },
  });
