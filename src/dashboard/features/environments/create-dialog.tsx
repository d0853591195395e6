import { Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';

interface CreateDialogProps {
  readonly environments: readonly EnvironmentResource[];
  readonly onClose: () => void;
}

const empty = { key: '', name: '', copyOf: null as string | null, isSigned: false };

export function CreateDialog({ environments, onClose }: CreateDialogProps) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState(empty);
  const set = (change: Partial<typeof empty>) => setForm({ ...form, ...change });
  const creating = useMutation({
    mutationFn: () => {
      const { key, name, copyOf, isSigned } = form;
      const said = { ...(name.trim() && { name }), ...(copyOf !== null && { copy_of: copyOf }) };
      const json = { key, requires_signed_context: isSigned, ...said };
      return bodyOf(admin.environments.$post({ json }));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      onClose();
    },
  });
  return (
    <FormDialog
      title="New environment"
      action="Create"
      doing={creating}
      errorTitle="It was not made"
      onSubmit={() => creating.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Key"
        description="It is part of the keys of applications, and stays."
        placeholder="staging"
        required
        data-autofocus
        value={form.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
      />
      <TextInput
        label="Name"
        placeholder="The key, unless you say otherwise"
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <EnvironmentSelect
        label="Begin as a copy of"
        placeholder="Nothing: all flags are off"
        environments={environments}
        value={form.copyOf}
        onChange={(copyOf) => set({ copyOf })}
        clearable
      />
      <Switch
        label="Client keys need a signed context"
        checked={form.isSigned}
        onChange={(event) => set({ isSigned: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}
