import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ClashAlert } from '../../components/clash-alert.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { admin, bodyOf, ifMatch, wasOvertaken } from '../../lib/api.ts';
import { useDraft } from '../../lib/use-draft.ts';
import { EndedKeyAlert } from './ended-key-alert.tsx';
import type { OfKeyProps } from './key-asked.ts';
import { OriginsInput } from './origins-input.tsx';

const labels = { name: 'Name', allowed_origins: 'Allowed origins' } as const;

/** Its name and, of a client key, whose pages may read the answer. */
export function EditKeyDialog({ apiKey, isEnded, onClose }: OfKeyProps) {
  const { id, kind, revision, name, allowed_origins } = apiKey;
  const queryClient = useQueryClient();
  const draft = useDraft({ revision, values: { name, allowed_origins } });
  const saving = useMutation({
    mutationFn: () =>
      bodyOf(
        admin.keys[':id'].$patch(
          { param: { id }, json: draft.changes },
          ifMatch(draft.base.revision),
        ),
      ),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  const isOvertaken = wasOvertaken(saving.error);
  return (
    <FormDialog
      title={`Edit ${name}`}
      action="Save"
      isReady={!isEnded && draft.isChanged && draft.clashes.length === 0}
      doing={{ isPending: saving.isPending, error: isOvertaken ? null : saving.error }}
      errorTitle="It was not saved"
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        maxLength={200}
        value={draft.values.name}
        onChange={(event) => draft.set({ name: event.currentTarget.value })}
      />
      {kind === 'client' && (
        <OriginsInput
          value={withoutAny(draft.values.allowed_origins)}
          onChange={(origins) => draft.set({ allowed_origins: orAny(origins) })}
        />
      )}
      {isEnded && <EndedKeyAlert />}
      <ClashAlert draft={draft} labels={labels} isOvertaken={isOvertaken} />
    </FormDialog>
  );
}

/** As the field has it: none stands for every page. */
const withoutAny = (origins: readonly string[]) => origins.filter((origin) => origin !== '*');

const orAny = (origins: readonly string[]) => (origins.length === 0 ? ['*'] : [...origins]);
