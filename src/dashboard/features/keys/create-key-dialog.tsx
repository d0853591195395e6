import { SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CreateKeyInput, Role } from '../../../contract/access/api-key.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { roleNames, roles } from '../../lib/roles.ts';
import { OriginsInput } from './origins-input.tsx';

type Kind = CreateKeyInput['kind'];

const kinds: Readonly<Record<Kind, string>> = {
  client: 'Public: it stands in pages and apps, and sees only flags that browsers may ask for.',
  server: 'Secret: for your backends. It sees every flag of its environment.',
  admin: 'Secret: for pipelines. It opens the control plane, with a role.',
};

interface CreateKeyDialogProps {
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  /** Which is looked at. */
  readonly environment: string | undefined;
  readonly onClose: () => void;
}

interface Form {
  readonly kind: Kind;
  readonly name: string;
  /** The first that there is, until one is chosen. */
  readonly environment: string | undefined;
  readonly role: Role;
  readonly origins: readonly string[];
}

/** Makes a key; ends with the key itself, which is shown this once. */
export function CreateKeyDialog({ environments, environment, onClose }: CreateKeyDialogProps) {
  const queryClient = useQueryClient();
  const [form, setForm] = useState<Form>({
    kind: 'client',
    name: '',
    environment,
    role: 'viewer',
    origins: [],
  });
  const chosen = form.environment ?? environments[0]?.key ?? '';
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  const creating = useMutation({
    mutationFn: () => bodyOf(admin.keys.$post({ json: toInput({ ...form, environment: chosen }) })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (creating.data) {
    return (
      <ShownOnce
        title={`The new key ${creating.data.name}`}
        secrets={[{ label: 'Key', value: creating.data.key }]}
        onClose={onClose}
      >
        <Text size="sm">{kinds[form.kind]}</Text>
      </ShownOnce>
    );
  }
  return (
    <FormDialog
      title="New key"
      action="Create"
      doing={creating}
      errorTitle="It was not made"
      onSubmit={() => creating.mutate()}
      onClose={onClose}
    >
      <div>
        <SegmentedControl
          fullWidth
          aria-label="Kind"
          data={Object.keys(kinds)}
          value={form.kind}
          onChange={(kind) => set({ kind: kind as Kind })}
        />
        <Text size="xs" c="dimmed" mt={6} mih={38}>
          {kinds[form.kind]}
        </Text>
      </div>
      <TextInput
        label="Name"
        placeholder="Who uses it"
        required
        data-autofocus
        maxLength={200}
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {form.kind === 'admin' ? (
        <Select
          label="Role"
          description={roles[form.role]}
          data={[...roleNames]}
          value={form.role}
          onChange={(role) => set({ role: (role as Role | null) ?? 'viewer' })}
          allowDeselect={false}
        />
      ) : (
        <EnvironmentSelect
          label="Environment"
          environments={environments}
          value={chosen}
          onChange={(value) => set({ environment: value ?? undefined })}
          allowDeselect={false}
        />
      )}
      {form.kind === 'client' && (
        <OriginsInput value={form.origins} onChange={(origins) => set({ origins })} />
      )}
    </FormDialog>
  );
}

function toInput({ kind, name, environment = '', role, origins }: Form): CreateKeyInput {
  if (kind === 'admin') return { kind, name, role };
  if (kind === 'server') return { kind, name, environment };
  return { kind, name, environment, allowed_origins: origins.length === 0 ? ['*'] : [...origins] };
}
