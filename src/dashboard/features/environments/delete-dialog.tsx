import { Checkbox, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { GoneAlert } from '../../components/gone-alert.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

interface DeleteDialogProps {
  readonly environment: EnvironmentResource;
  /** Whether somebody else did it meanwhile. */
  readonly isGone: boolean;
  readonly onClose: () => void;
}

export function DeleteDialog({ environment, isGone, onClose }: DeleteDialogProps) {
  const { key, revision } = environment;
  const queryClient = useQueryClient();
  const [isForced, setIsForced] = useState(false);
  const deleting = useMutation({
    mutationFn: async () => {
      const asked = admin.environments[':environment'].$delete(
        { param: { environment: key }, json: { confirm: key, force: isForced } },
        ifMatch(revision),
      );
      await bodyOf(asked as never);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${key}?`}
      typed={key}
      action="Delete for good"
      doing={deleting}
      isReady={!isGone || deleting.isPending}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
      says={
        <>
          <Text size="sm" mb="sm">
            Its states of all flags, overrides, schedules and keys are deleted with it. This cannot
            be undone; export it first to keep what flags do.
          </Text>
          <Checkbox
            label="Even while its keys are in use"
            checked={isForced}
            onChange={(event) => setIsForced(event.currentTarget.checked)}
          />
          {isGone && !deleting.isPending && (
            <GoneAlert says="Somebody deleted it meanwhile: there is nothing left to do." />
          )}
        </>
      }
    />
  );
}
