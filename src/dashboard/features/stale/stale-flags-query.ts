import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';

export const staleFlagsQuery = queryOptions({
  queryKey: ['stale-flags', 'all'],
  queryFn: async () => (await bodyOf(admin['stale-flags'].$get())).flags,
});

export const thresholdsQuery = queryOptions({
  queryKey: ['stale-thresholds'],
  queryFn: () => bodyOf(admin['stale-thresholds'].$get()),
});
