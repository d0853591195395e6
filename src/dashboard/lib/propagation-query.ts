import { queryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from './api.ts';
import { lookEvery } from './look-every.ts';

const lookEveryMilliseconds = 5_000;

/** Where the newest versions of an environment have arrived. */
export const propagationQuery = (environment: string) =>
  queryOptions({
    queryKey: ['propagation', environment],
    queryFn: () => bodyOf(admin.propagation.$get({ query: { environment } })),
    refetchInterval: lookEvery(lookEveryMilliseconds),
  });
