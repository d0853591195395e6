import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { EndedKeyAlert } from './ended-key-alert.tsx';
import type { OfKeyProps } from './key-asked.ts';

export function RevokeKeyDialog({ apiKey: { id, name, kind }, isEnded, onClose }: OfKeyProps) {
  const queryClient = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => bodyOf(admin.keys[':id'].revoke.$post({ param: { id } })),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  const when = kind === 'admin' ? 'at once' : 'within a minute, everywhere';
  return (
    <ConfirmDialog
      title="Revoke a key"
      typed={name}
      action="Revoke for good"
      isReady={!isEnded}
      doing={revoking}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
      says={
        <>
          It is refused {when}. Nothing brings it back. To change keys without a gap, rotate it.
          {isEnded && <EndedKeyAlert />}
        </>
      }
    />
  );
}
