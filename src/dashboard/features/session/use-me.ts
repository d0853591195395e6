import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { Role } from '../../../contract/access/api-key.ts';
import { admin, bodyOf } from '../../lib/api.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => bodyOf(admin.me.$get()),
  staleTime: 60_000,
});

const rank: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, admin: 2 };

/** Who is logged in, within the pages that need somebody to be. */
export function useMe() {
  const { data: me } = useSuspenseQuery(meQuery);
  return { ...me, may: (role: Role) => rank[me.role] >= rank[role] };
}
