import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';
import { lookEvery } from '../../lib/look-every.ts';

/** The watchman looks once a minute. */
const lookEveryMilliseconds = 20_000;

/** What is wrong now, and what was told of late: answered without the database. */
export const alertsQuery = queryOptions({
  queryKey: ['health', 'alerts'],
  refetchInterval: lookEvery(lookEveryMilliseconds),
  queryFn: () => bodyOf(admin.alerts.$get({ query: { limit: '20' as never } })),
});
