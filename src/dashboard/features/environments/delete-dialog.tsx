import { Checkbox, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

interface DeleteDialogProps {
  readonly environment: EnvironmentResource;
  readonly onClose: () => void;
}

export function DeleteDialog({ environment: { key, revision }, onClose }: DeleteDialogProps) {
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
        </>
      }
    />
  );
}
