import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditEntryResource } from '../../../../contract/access/audit.ts';
import { admin, bodyOf } from '../../../lib/api.ts';

interface HistoryPage {
  readonly entries: readonly AuditEntryResource[];
  readonly next_cursor: string | null;
}

/** What happened to a flag and to its states, the newest first. */
export const flagHistoryQuery = (flag: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'of-flag', flag],
    initialPageParam: '',
    queryFn: async ({ pageParam: cursor }) => {
      const query = { target: flag, limit: '50', ...(cursor !== '' && { cursor }) } as never;
      return (await bodyOf(admin.audit.$get({ query }))) as HistoryPage;
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
