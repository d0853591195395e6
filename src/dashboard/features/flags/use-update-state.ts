import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  FlagStateResource,
  UpdateFlagStateInput,
} from '../../../contract/flags/flag-state.ts';
import { showFailure } from '../../components/show-failure.ts';
import { showUndo } from '../../components/show-undo.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

interface Change {
  /** As it was when the reader decided. */
  readonly state: FlagStateResource;
  readonly change: UpdateFlagStateInput;
}

/**
 * Changes what a flag does in one environment. Whoever was overtaken by somebody else is told so, and is
 * shown what is there now.
 */
export function useUpdateState(flag: string, environment: string) {
  const queryClient = useQueryClient();
  const updating = useMutation({
    mutationFn: ({ state, change }: Change) =>
      bodyOf(
        admin.flags[':flag'].environments[':environment'].$patch(
          { param: { flag, environment }, json: change },
          ifMatch(state.revision),
        ),
      ),
    onSuccess: (after, { state, change }) => {
      if (change.is_enabled === undefined || change.is_enabled === state.is_enabled) return;
      showUndo({
        message: `${flag} is ${change.is_enabled ? 'on' : 'off'} in ${environment}.`,
        onUndo: () =>
          updating.mutate({
            state: { ...state, is_enabled: change.is_enabled === true, revision: after.revision },
            change: { is_enabled: state.is_enabled },
          }),
      });
    },
    onError: (error) =>
      showFailure(
        error,
        `${flag} was not changed`,
        `${flag} in ${environment} was changed meanwhile; this is how it is now.`,
      ),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flags'] }),
        queryClient.invalidateQueries({ queryKey: ['flag', flag] }),
      ]),
  });
  return updating;
}
