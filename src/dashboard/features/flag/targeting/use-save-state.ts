import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UpdateFlagStateInput } from '../../../../contract/flags/flag-state.ts';
import { admin, bodyOf, ifMatch } from '../../../lib/api.ts';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import type { FlagState } from '../flag-query.ts';
import type { StateValues } from './state-values.ts';

/** Saves what is drafted of a state, and what goes with it, as one change. */
export function useSaveState({ flag, environment }: FlagState, and: UpdateFlagStateInput = {}) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (sent: DraftHandle<StateValues>) =>
      bodyOf(
        admin.flags[':flag'].environments[':environment'].$patch(
          { param: { flag, environment }, json: { ...(sent.changes as object), ...and } },
          ifMatch(sent.base.revision),
        ),
      ),
    onSuccess: (_, sent) => {
      sent.settle();
      void queryClient.invalidateQueries({ queryKey: ['flags'] });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flag', flag] }),
  });
}
