import { Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import type { BulkTarget } from './bulk-switch.tsx';

/** Whoever stops flags has no time to look at a plan: the reason, and the environment where it is a real one. */
export function BulkStop({ keys, environment, onClose, onDone }: BulkTarget) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const stopping = useMutation({
    mutationFn: () =>
      bodyOf(
        admin.environments[':environment'].stop.$post({
          param: { environment },
          json: { keys: [...keys], reason },
        }),
      ),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flags'] }),
  });
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
