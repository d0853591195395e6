import { queryOptions } from '@tanstack/react-query';
import type { SegmentResource } from '../../../contract/segment.ts';
import type { FlagWithUpcoming } from '../../../contract/with-upcoming.ts';
import { admin, bodyOf } from '../../lib/api.ts';

export type FlagDetail = FlagWithUpcoming;
export type FlagState = FlagDetail['environments'][number];

export const flagQuery = (key: string) =>
  queryOptions({
    queryKey: ['flag', key],
    queryFn: async () => (await bodyOf(admin.flags[':key'].$get({ param: { key } }))) as FlagDetail,
  });

/** What rules may name. */
export const ruleSegmentsQuery = queryOptions({
  queryKey: ['segments', 'of-rules'],
  queryFn: async (): Promise<readonly SegmentResource[]> =>
    (await bodyOf(admin.segments.$get())).segments as SegmentResource[],
});
