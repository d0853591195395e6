import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { MemberResource } from '../../../contract/access/member.ts';
import { admin, bodyOf } from '../../lib/api.ts';

/** As many as one page of the list may have. */
const limit = '200';

/** All of them, in the order in which they joined: they are searched as they are shown. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: async (): Promise<readonly MemberResource[]> => {
    const members: MemberResource[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit, ...(cursor && { cursor }) };
      const page = await bodyOf(admin.members.$get({ query }));
      members.push(...page.members);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return members;
  },
});

/** Newest first, with those that are over. */
export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations'],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam: cursor }) =>
    bodyOf(admin.invitations.$get({ query: { ...(cursor && { cursor }) } })),
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
});
