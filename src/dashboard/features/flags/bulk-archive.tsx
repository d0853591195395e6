import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';

interface BulkArchiveProps {
  readonly flags: readonly FlagWithStatesResource[];
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One after the other, up to the first that is refused; what was archived before stays so. */
export function BulkArchive({ flags, onClose, onDone }: BulkArchiveProps) {
  const queryClient = useQueryClient();
  const possible = flags.filter(({ permanent, status }) => !permanent && status === 'active');
  const left = flags.length - possible.length;
  const archiving = useMutation({
    mutationFn: async () => {
      for (const { key, revision } of possible) {
        await bodyOf(admin.flags[':key'].archive.$post({ param: { key } }, ifMatch(revision)));
      }
    },
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flags'] }),
  });
  return (
    <ConfirmDialog
      title={`Archive ${possible.length} of ${flags.length}`}
      says={`They are no longer served to anybody, in no environment: code that asks for them gets its own default. Each can be restored.${left > 0 ? ` ${left} stay, as they are permanent or archived.` : ''}`}
      typed={`archive ${possible.length}`}
      action="Archive"
      doing={archiving}
      onConfirm={() => archiving.mutate()}
      onClose={onClose}
    />
  );
}
