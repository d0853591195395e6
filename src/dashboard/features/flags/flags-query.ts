import { queryOptions } from '@tanstack/react-query';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { admin, bodyOf } from '../../lib/api.ts';

/** As many as one page of the list has; 2,000 flags are four of them. */
const limit = '500';

/** Every flag that there is, archived ones too, with its state in each environment. */
export const allFlagsQuery = queryOptions({
  queryKey: ['flags'],
  queryFn: async (): Promise<readonly FlagWithStatesResource[]> => {
    const flags: FlagWithStatesResource[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit, status: 'all' as const, ...(cursor && { cursor }) };
      const page = await bodyOf(admin.flags.$get({ query: query as never }));
      flags.push(...(page.flags as FlagWithStatesResource[]));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return flags;
  },
});
