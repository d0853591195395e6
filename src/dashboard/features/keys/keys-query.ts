import { queryOptions } from '@tanstack/react-query';
import type { KeyResource } from '../../../contract/access/api-key.ts';
import { admin, bodyOf } from '../../lib/api.ts';

/** As many as one page of the list may have. */
const limit = '200';

/** Every key, ended ones too, oldest first: they are shown by environment. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async (): Promise<readonly KeyResource[]> => {
    const keys: KeyResource[] = [];
    let cursor: string | undefined;
    do {
      const page = await bodyOf(admin.keys.$get({ query: { limit, ...(cursor && { cursor }) } }));
      keys.push(...page.keys);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return keys;
  },
});

export const signingKeysQuery = (environment: string) =>
  queryOptions({
    queryKey: ['context-keys', environment],
    queryFn: async () => {
      const route = admin.environments[':environment']['context-keys'];
      const param = { environment: encodeURIComponent(environment) };
      return (await bodyOf(route.$get({ param }))).context_keys;
    },
  });
