import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { archiveFlags } from './archive-flags.ts';
import type { BulkTarget } from './bulk-target.ts';
import { countFlags } from './count-flags.ts';
import { OutcomeDialog } from './outcome-dialog.tsx';

interface BulkArchiveProps extends Pick<BulkTarget, 'onClose' | 'onDone'> {
  readonly flags: readonly FlagWithStatesResource[];
}

/** One after the other; those that are refused stay, and are told with the reason. */
export function BulkArchive({ flags, onClose, onDone }: BulkArchiveProps) {
  const queryClient = useQueryClient();
  const possible = flags.filter(({ permanent, status }) => !permanent && status === 'active');
  const left = flags.length - possible.length;
  const archiving = useMutation({
    mutationFn: () => archiveFlags(possible),
    onSuccess: ({ done, refused }) => {
      if (refused.length > 0) return;
      notifications.show({ message: `${countFlags(done.length)} archived.` });
      onDone([]);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['flags'] }),
  });
  const outcome = archiving.data;
  if (outcome && outcome.refused.length > 0) {
    const keys = outcome.refused.map(({ key }) => key);
    return <OutcomeDialog outcome={outcome} what="archived" onClose={() => onDone(keys)} />;
  }
  return (
    <ConfirmDialog
      title={`Archive ${possible.length} of ${flags.length}`}
      says={`They are no longer served to anybody, in no environment: code that asks for them gets its own default. Each can be restored.${left > 0 ? ` ${left} stay, as they are permanent or archived.` : ''}`}
      typed={`archive ${possible.length}`}
      action="Archive"
      doing={archiving}
      isReady={possible.length > 0}
      onConfirm={() => archiving.mutate()}
      onClose={onClose}
    />
  );
}
