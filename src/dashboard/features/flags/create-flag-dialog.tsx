import { Group, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CreateFlagInput, FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { kinds } from './flag-search.ts';

interface DialogProps {
  readonly onClose: () => void;
  /** The flag whose definition it begins with. */
  readonly like?: FlagWithStatesResource;
}

type Kind = (typeof kinds)[number];

/** What a flag of a kind begins with; its page changes all of it. */
const beginnings: Readonly<Record<Kind, Partial<CreateFlagInput>>> = {
  boolean: {},
  string: { variants: [variant('first', 'first'), variant('off', '')], off_variant: 'off' },
  number: { variants: [variant('first', 1), variant('off', 0)], off_variant: 'off' },
  json: { variants: [variant('first', {}), variant('off', null)], off_variant: 'off' },
};

function variant(name: string, value: string | number | object | null) {
  return { name, value: value as never };
}

const empty = { key: '', name: '', owner: '', tags: [] as string[], visible: false };

export function CreateFlagDialog({ onClose, like }: DialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(like ? formOf(like) : empty);
  const [kind, setKind] = useState<Kind>(like?.kind ?? 'boolean');
  const creating = useMutation({
    mutationFn: () =>
      bodyOf(admin.flags.$post({ json: { ...toInput(form, kind), ...(like && valuesOf(like)) } })),
    onSuccess: async ({ key }) => {
      await queryClient.invalidateQueries({ queryKey: ['flags'] });
      onClose();
      await navigate({ to: `/flags/${key}` } as never);
    },
  });
  const set = (change: Partial<typeof empty>) => setForm({ ...form, ...change });

  return (
    <FormDialog
      title={like ? `New flag like ${like.key}` : 'New flag'}
      size="md"
      action="Create, off everywhere"
      doing={creating}
      errorTitle="It was not made"
      onSubmit={() => creating.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="Key"
        description="By which code asks for it. What is before the first dot groups it."
        placeholder="checkout.express"
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
      <Group grow>
        <Select
          label="Kind"
          data={[...kinds]}
          value={kind}
          onChange={(value) => setKind((value as Kind | null) ?? 'boolean')}
          allowDeselect={false}
          disabled={like !== undefined}
        />
        <TextInput
          label="Owner"
          placeholder="A team or a person"
          value={form.owner}
          onChange={(event) => set({ owner: event.currentTarget.value })}
        />
      </Group>
      <TagsInput label="Tags" value={form.tags} onChange={(tags) => set({ tags })} />
      <Switch
        label="Browsers may ask for it"
        description="Client keys are public: whoever has one can read what it is served."
        checked={form.visible}
        onChange={(event) => set({ visible: event.currentTarget.checked })}
      />
    </FormDialog>
  );
}

const toInput = (
  { key, name, owner, tags, visible }: typeof empty,
  kind: Kind,
): CreateFlagInput => ({
  key,
  kind,
  tags,
  client_visible: visible,
  ...(name.trim() && { name }),
  ...(owner.trim() && { owner }),
  ...beginnings[kind],
});

const formOf = ({ key, name, owner, tags, client_visible }: FlagWithStatesResource) => ({
  key: `${key}_copy`,
  name: name === key ? '' : name,
  owner: owner ?? '',
  tags: [...tags],
  visible: client_visible,
});

const valuesOf = (like: FlagWithStatesResource) => ({
  description: like.description,
  variants: like.variants,
  off_variant: like.off_variant,
  json_schema: like.json_schema,
});
