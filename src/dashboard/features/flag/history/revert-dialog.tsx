import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { admin, bodyOf, ifMatch } from '../../../lib/api.ts';
import { describeDifference } from '../../audit/describe-difference.ts';
import { DifferenceList } from '../../audit/difference-list.tsx';
import type { Revert } from './revert-of.ts';

interface RevertDialogProps {
  readonly flag: string;
  readonly revert: Revert;
  readonly onClose: () => void;
}

/** What a revert makes of the flag as it is now, which need not be what the entry left behind. */
export function RevertDialog({ flag, revert, onClose }: RevertDialogProps) {
  const reverting = useRevert(flag, revert);
  return (
    <FormDialog
      title="Revert this change"
      size="lg"
      action="Revert"
      doing={reverting}
      errorTitle="It was not reverted"
      onSubmit={() => reverting.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Text size="sm">
        {revert.environment === undefined
          ? 'In every environment, this changes:'
          : `In ${revert.environment}, this changes:`}
      </Text>
      <DifferenceList differences={describeDifference(revert.from, revert.to)} />
    </FormDialog>
  );
}

function useRevert(flag: string, { environment, revision, to }: Revert) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<void> => {
      await (environment === undefined
        ? bodyOf(admin.flags[':key'].$patch({ param: { key: flag }, json: to }, ifMatch(revision)))
        : bodyOf(
            admin.flags[':flag'].environments[':environment'].$patch(
              { param: { flag, environment }, json: to },
              ifMatch(revision),
            ),
          ));
    },
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flag', flag] }),
        queryClient.invalidateQueries({ queryKey: ['audit'] }),
        queryClient.invalidateQueries({ queryKey: ['flags'] }),
      ]),
  });
}
