import { Code, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';

interface StopDialogProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly onClose: () => void;
}

/** Asks for the reason, and for the key where real visitors are concerned. */
export function StopDialog({ flag, state, onClose }: StopDialogProps) {
  const { environment, is_killed: isStopped } = state;
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const asksForKey = !isStopped && isProduction(environment);
  const changing = useStop({ state, reason, onClose });
  return (
    <FormDialog
      title={isStopped ? `End the stop in ${environment}` : `Stop it in ${environment}`}
      action={isStopped ? 'End the stop' : 'Stop it now'}
      color={isStopped ? 'teal' : 'red'}
      isReady={reason.trim() !== '' && (!asksForKey || typed === flag.key)}
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
      {asksForKey && (
        <TextInput
          label={
            <>
              Type <Code>{flag.key}</Code> to confirm
            </>
          }
          required
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
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
