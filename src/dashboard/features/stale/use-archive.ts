import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showFailure } from '../../components/show-failure.ts';
import { showUndo } from '../../components/show-undo.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

const moves = admin.flags[':key'];

/** Takes a flag out of use as it is now; it can be taken back. */
export function useArchive(key: string) {
  const queryClient = useQueryClient();
  const param = { key };
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['stale-flags'] }),
      queryClient.invalidateQueries({ queryKey: ['flags'] }),
    ]);
  const failed = (error: Error) => showFailure(error, `${key} was not changed`);
  const restore = async (revision: number) => {
    await bodyOf(moves.restore.$post({ param }, ifMatch(revision))).catch(failed);
    await refresh();
  };
  return useMutation({
    mutationFn: async () => {
      const { revision } = await bodyOf(moves.$get({ param }));
      return bodyOf(moves.archive.$post({ param }, ifMatch(revision)));
    },
    onSuccess: ({ revision }) =>
      showUndo({
        message: `${key} is archived: it is no longer served.`,
        onUndo: () => void restore(revision),
      }),
    onError: failed,
    onSettled: refresh,
  });
}
