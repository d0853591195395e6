import { infiniteQueryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';

export const sessionsKey = ['sessions'] as const;

/** One's own log-ins that count, newest first. */
export const sessionsQuery = infiniteQueryOptions({
  queryKey: sessionsKey,
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    bodyOf(admin.sessions.$get({ query: { ...(cursor && { cursor }) } })),
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
});
