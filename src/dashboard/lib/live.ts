import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, admin, bodyOf, isSignedOut } from './api.ts';
import { lookEvery } from './look-every.ts';

const lookEveryMilliseconds = 4_000;

export const environmentsQuery = {
  queryKey: ['environments'],
  queryFn: async () => (await bodyOf(admin.environments.$get())).environments,
};

/** Also tells of what no environment serves: a member, a webhook, a schedule. */
const newestEntryQuery = {
  queryKey: ['newest-entry'],
  queryFn: async () =>
    (await bodyOf(admin.audit.$get({ query: { limit: '1' as never } }))).entries[0]?.seq ?? 0,
};

/**
 * `away`: nothing answers. `ill`: something does, but it cannot read what it is asked for. `ended`: the session
 * is over.
 */
export type Connection = 'live' | 'away' | 'ill' | 'ended';

/**
 * Has all that is shown fetched anew when the audit log has a new entry, whoever made it, and when the server is
 * back; while that log cannot be read, when an environment has a new version. Looks only while the page is
 * visible, and no more once the session is over.
 */
export function useLiveUpdates(): Connection {
  const queryClient = useQueryClient();
  const refetchInterval = lookEvery(lookEveryMilliseconds);
  const looking = { refetchInterval, retry: false };
  const newest = useQuery({ ...newestEntryQuery, ...looking });
  const connectionByLog = connectionOf(newest);
  const isLogIll = connectionByLog === 'ill';
  const environments = useQuery({ ...environmentsQuery, ...(isLogIll && looking) });
  const connection = isLogIll ? connectionOf(environments) : connectionByLog;
  const versions = environments.data?.map(({ key, version }) => `${key}@${version}`).join();
  const state = isLogIll ? versions : newest.data;
  const seen = useRef({ state, isOut: false });
  useEffect(() => {
    const { state: before, isOut } = seen.current;
    const isBack = isOut && connection === 'live';
    seen.current = { state: state ?? before, isOut: connection !== 'live' };
    if (before === undefined || (state === before && !isBack)) return;
    void queryClient.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] !== newestEntryQuery.queryKey[0],
    });
  }, [state, connection, queryClient]);
  return connection;
}

type Look = Pick<UseQueryResult, 'error' | 'isPaused'>;

function connectionOf({ error, isPaused }: Look): Connection {
  if (isSignedOut(error)) return 'ended';
  if (isPaused) return 'away';
  if (!error) return 'live';
  return error instanceof ApiError && error.status > 0 ? 'ill' : 'away';
}
