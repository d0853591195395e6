import { queryOptions } from '@tanstack/react-query';
import type { SegmentResource } from '../../../contract/flags/segment.ts';
import { admin, bodyOf } from '../../lib/api.ts';

export const segmentsQuery = queryOptions({
  queryKey: ['segments'],
  queryFn: async (): Promise<readonly SegmentResource[]> => {
    const { segments } = await bodyOf(admin.segments.$get());
    return segments as SegmentResource[];
  },
});
