import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';

/** The keys of flags whose time seems to be over. */
export const staleKeysQuery = queryOptions({
  queryKey: ['stale-flags', 'keys'],
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<ReadonlySet<string>> => {
    const { flags } = await bodyOf(admin['stale-flags'].$get());
    return new Set(flags.map(({ flag }) => flag));
  },
});
