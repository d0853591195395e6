import { Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import { ClashAlert } from '../../components/clash-alert.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { GoneAlert } from '../../components/gone-alert.tsx';
import { admin, bodyOf, ifMatch, wasOvertaken } from '../../lib/api.ts';
import { useDraft } from '../../lib/use-draft.ts';

interface SettingsDialogProps {
  readonly environment: EnvironmentResource;
  /** Whether somebody deleted it meanwhile. */
  readonly isGone: boolean;
  readonly onClose: () => void;
}

const labels = { name: 'Name', requires_signed_context: 'Signed contexts only' } as const;

/** Its name and settings. Somebody else's change meanwhile is shown beside one's own. */
export function SettingsDialog({ environment, isGone, onClose }: SettingsDialogProps) {
  const { key, revision, name, requires_signed_context } = environment;
  const queryClient = useQueryClient();
  const draft = useDraft({ revision, values: { name, requires_signed_context } });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['environments'] });
  const saving = useMutation({
    mutationFn: () =>
      bodyOf(
        admin.environments[':environment'].$patch(
          { param: { environment: key }, json: draft.changes },
          ifMatch(draft.base.revision),
        ),
      ),
    onSuccess: onClose,
    onSettled: refresh,
  });
  const isOvertaken = wasOvertaken(saving.error);
  return (
    <FormDialog
      title={`Settings of ${key}`}
      action="Save"
      isReady={!isGone && draft.isChanged && draft.clashes.length === 0}
      doing={{ isPending: saving.isPending, error: isOvertaken ? null : saving.error }}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        value={draft.values.name}
        onChange={(event) => draft.set({ name: event.currentTarget.value })}
      />
      <Switch
        label="Client keys need a signed context"
        description="Browsers are then answered only for users that a backend of yours vouches for."
        checked={draft.values.requires_signed_context}
        onChange={(event) => draft.set({ requires_signed_context: event.currentTarget.checked })}
      />
      {isGone && <GoneAlert />}
      <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
    </FormDialog>
  );
}
