import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { admin, bodyOf } from './api.ts';

const lookEveryMilliseconds = 4_000;

export const environmentsQuery = {
  queryKey: ['environments'],
  queryFn: async () => (await bodyOf(admin.environments.$get())).environments,
};

/**
 * Has all that is shown fetched anew when any environment has a new version, whoever made it. Looks only
 * while the page is visible.
 */
export function useLiveUpdates(): void {
  const queryClient = useQueryClient();
  const { data } = useQuery({ ...environmentsQuery, refetchInterval: lookEveryMilliseconds });
  const versions = data?.map(({ key, version }) => `${key}@${version}`).join();
  const seen = useRef(versions);
  useEffect(() => {
    if (versions === undefined || versions === seen.current) return;
    const isFirst = seen.current === undefined;
    seen.current = versions;
    if (isFirst) return;
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== environmentsQuery.queryKey[0],
    });
  }, [versions, queryClient]);
}
