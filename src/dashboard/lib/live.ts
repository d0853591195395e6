import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, admin, bodyOf, isSignedOut } from './api.ts';
import { lookEvery } from './look-every.ts';

const lookEveryMilliseconds = 4_000;

export const environmentsQuery = {
  queryKey: ['environments'],
  queryFn: async () => (await bodyOf(admin.environments.$get())).environments,
};

/**
 * `away`: nothing answers. `ill`: something does, but it cannot read what it is asked for. `ended`: the session
 * is over.
 */
export type Connection = 'live' | 'away' | 'ill' | 'ended';

/**
 * Has all that is shown fetched anew when any environment has a new version, whoever made it, and when the
 * server is back. Looks only while the page is visible, and no more once the session is over.
 */
export function useLiveUpdates(): Connection {
  const queryClient = useQueryClient();
  const look = { ...environmentsQuery, refetchInterval: lookEvery(lookEveryMilliseconds) };
  const { data, error, isPaused } = useQuery(look);
  const connection = connectionOf(error, isPaused);
  const versions = data?.map(({ key, version }) => `${key}@${version}`).join();
  const seen = useRef({ versions, isOut: false });
  useEffect(() => {
    const { versions: before, isOut } = seen.current;
    const isBack = isOut && connection === 'live';
    seen.current = { versions: versions ?? before, isOut: connection !== 'live' };
    if (before === undefined || (versions === before && !isBack)) return;
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== environmentsQuery.queryKey[0],
    });
  }, [versions, connection, queryClient]);
  return connection;
}

function connectionOf(error: unknown, isPaused: boolean): Connection {
  if (isSignedOut(error)) return 'ended';
  if (isPaused) return 'away';
  if (!error) return 'live';
  return error instanceof ApiError && error.status > 0 ? 'ill' : 'away';
}
