import { infiniteQueryOptions } from '@tanstack/react-query';
import { admin, bodyOf } from '../../lib/api.ts';

/** In the order in which they joined. */
export const membersQuery = infiniteQueryOptions({
  queryKey: ['members'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    bodyOf(admin.members.$get({ query: { ...(cursor && { cursor }) } })),
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
});

/** Newest first, with those that are over. */
export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    bodyOf(admin.invitations.$get({ query: { ...(cursor && { cursor }) } })),
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
});
