import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PutSegmentInput } from '../../../contract/flags/segment.ts';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

interface Put {
  readonly key: string;
  readonly segment: PutSegmentInput;
  /** Undefined for one that is made. */
  readonly revision?: number;
}

/** Makes a segment, or replaces one that was read at that revision. */
export function usePutSegment() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, segment, revision }: Put) => {
      const asked = admin.segments[':key'].$put(
        { param: { key }, json: segment } as never,
        revision === undefined ? undefined : ifMatch(revision),
      );
      await bodyOf(asked as never);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['segments'] }),
  });
}
