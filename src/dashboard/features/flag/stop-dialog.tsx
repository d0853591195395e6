import { Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';

interface StopDialogProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly onClose: () => void;
}

/** Asks for the reason and nothing else: whoever stops a flag is in a hurry, and a stop can be ended. */
export function StopDialog({ flag, state, onClose }: StopDialogProps) {
  const { environment, is_killed: isStopped } = state;
  const [reason, setReason] = useState('');
  const changing = useStop({ state, reason, onClose });
  return (
    <FormDialog
      title={isStopped ? `End the stop in ${environment}` : `Stop ${flag.key} in ${environment}`}
      action={isStopped ? 'End the stop' : 'Stop it now'}
      color={isStopped ? 'teal' : 'red'}
      isReady={reason.trim() !== ''}
      doing={changing}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {isStopped
          ? 'Rules, rollout and overrides count again, as they are now.'
          : `Everybody is served ${flag.off_variant} within seconds, overrides included.`}
      </Text>
      <Textarea
        label="Reason"
        description="For the audit log."
        required
        data-autofocus
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

interface Stop {
  readonly state: FlagState;
  readonly reason: string;
  readonly onClose: () => void;
}

/** Whoever stops a flag needs no revision; whoever ends a stop has to have seen it. */
function useStop({ state, reason, onClose }: Stop) {
  const { flag, environment, revision, is_killed } = state;
  const queryClient = useQueryClient();
  const target = admin.flags[':flag'].environments[':environment'];
  const asked = { param: { flag, environment }, json: { reason } };
  return useMutation({
    mutationFn: async (): Promise<void> => {
      await (is_killed
        ? bodyOf(target.resume.$post(asked, ifMatch(revision)))
        : bodyOf(target.stop.$post(asked)));
    },
    onSuccess: onClose,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['flag', flag] }),
        queryClient.invalidateQueries({ queryKey: ['flags'] }),
      ]),
  });
}
