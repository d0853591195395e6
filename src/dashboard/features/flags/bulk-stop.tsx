import { Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import type { BulkTarget } from './bulk-target.ts';
import { countFlags } from './count-flags.ts';
import { askForAllowed } from './outcome.ts';
import { OutcomeDialog } from './outcome-dialog.tsx';

/**
 * Whoever stops flags has no time to look at a plan: the reason, and the environment where it is a real one. One that
 * cannot be stopped keeps none of the others from it.
 */
export function BulkStop({ keys, environment, onClose, onDone }: BulkTarget) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const order = (all: readonly string[]) =>
    bodyOf(
      admin.environments[':environment'].stop.$post({
        param: { environment },
        json: { keys: [...all], reason },
      }),
    );
  const stopping = useMutation({
    mutationFn: async () => {
      const { refused } = await askForAllowed(keys, order);
      const done = keys.filter((key) => refused.every((each) => each.key !== key));
      return { done, refused };
    },
    onSuccess: ({ done, refused }) => {
      if (refused.length > 0) return;
      notifications.show({ message: `${countFlags(done.length)} stopped in ${environment}.` });
      onDone([]);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flags'] }),
  });
  const outcome = stopping.data;
  if (outcome && outcome.refused.length > 0) {
    const what = `stopped in ${environment}`;
    const left = outcome.refused.map(({ key }) => key);
    return <OutcomeDialog outcome={outcome} what={what} onClose={() => onDone(left)} />;
  }
  return (
    <ConfirmDialog
      title={`Stop ${keys.length} in ${environment}`}
      says={
        <Stack gap="sm">
          <Text size="sm">Everybody is served their off variants within seconds.</Text>
          <Textarea
            label="Reason"
            description="For the audit log."
            required
            data-autofocus
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      }
      typed={isProduction(environment) ? environment : undefined}
      action="Stop them now"
      doing={stopping}
      onConfirm={() => stopping.mutate()}
      onClose={onClose}
    />
  );
}
