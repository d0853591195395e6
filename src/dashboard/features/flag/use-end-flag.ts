import { useMutation, useQueryClient } from '@tanstack/react-query';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';
import type { FlagDetail } from './flag-query.ts';

export type FlagEnd = 'archive' | 'restore' | 'delete';

/** Takes a flag out of use, back into it, or away for good. */
export function useEndFlag({ key, revision }: FlagDetail) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (end: FlagEnd): Promise<void> => {
      const target = admin.flags[':key'];
      const param = { param: { key } };
      await (end === 'delete'
        ? bodyOf(target.$delete({ ...param, query: { confirm: key } }, ifMatch(revision)))
        : bodyOf(target[end].$post(param, ifMatch(revision))));
    },
    onSettled: (_, error, end) =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flags'] }),
        // A page that asks for what was just deleted would only show that it is gone.
        (end !== 'delete' || error) && queryClient.invalidateQueries({ queryKey: ['flag', key] }),
      ]),
  });
}
