import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyResource } from '../../../contract/api-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { OvertakenAlert } from '../../components/overtaken-alert.tsx';
import { ApiError, admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { OriginsInput } from './create-key-dialog.tsx';

interface EditKeyDialogProps {
  readonly apiKey: KeyResource;
  readonly onClose: () => void;
}

/** Its name and, of a client key, whose pages may read the answer. */
export function EditKeyDialog({ apiKey: { id, kind, ...before }, onClose }: EditKeyDialogProps) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(before.name);
  const [origins, setOrigins] = useState<readonly string[]>(withoutAny(before.allowed_origins));
  // As it was when the reader began, whatever is fetched meanwhile.
  const [revision, setRevision] = useState(before.revision);
  const [theirs, setTheirs] = useState<KeyResource>();
  const allowed_origins = origins.length === 0 ? ['*'] : [...origins];
  const saving = useMutation({
    mutationFn: (seen: number) => {
      const json = { name, ...(kind === 'client' && { allowed_origins }) };
      return bodyOf(admin.keys[':id'].$patch({ param: { id }, json }, ifMatch(seen)));
    },
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.status !== 412) return;
      setTheirs(await bodyOf(admin.keys[':id'].$get({ param: { id } })));
    },
  });
  const again = (now: KeyResource) => {
    setTheirs(undefined);
    setRevision(now.revision);
    saving.mutate(now.revision);
  };
  return (
    <FormDialog
      title={`Edit ${before.name}`}
      action="Save"
      isReady={!(theirs !== undefined)}
      doing={{ isPending: saving.isPending, error: !theirs ? saving.error : null }}
      errorTitle="It was not saved"
      onSubmit={() => saving.mutate(revision)}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {kind === 'client' && <OriginsInput value={origins} onChange={setOrigins} />}
      {theirs && (
        <OvertakenAlert
          differing={[
            { label: 'Name', mine: name, theirs: theirs.name },
            {
              label: 'Origins',
              mine: allowed_origins.join(', '),
              theirs: theirs.allowed_origins.join(', '),
            },
          ].filter(({ mine, theirs: other }) => mine !== other)}
          onAgain={() => again(theirs)}
          onGiveUp={() => {
            void queryClient.invalidateQueries({ queryKey: ['keys'] });
            onClose();
          }}
        />
      )}
    </FormDialog>
  );
}

/** As the field has it: none stands for every page. */
const withoutAny = (origins: readonly string[]) => origins.filter((origin) => origin !== '*');
