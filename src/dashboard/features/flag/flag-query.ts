import { queryOptions } from '@tanstack/react-query';
import type { FlagWithUpcoming } from '../../../contract/flags/with-upcoming.ts';
import { admin, bodyOf } from '../../lib/api.ts';

export type FlagDetail = FlagWithUpcoming;
export type FlagState = FlagDetail['environments'][number];

export const flagQuery = (key: string) =>
  queryOptions({
    queryKey: ['flag', key],
    queryFn: async () => {
      const param = { key: encodeURIComponent(key) };
      return (await bodyOf(admin.flags[':key'].$get({ param }))) as FlagDetail;
    },
  });
