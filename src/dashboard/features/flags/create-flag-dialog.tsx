import { Group, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dottedKeyPattern } from '../../../contract/fields/dotted-key.ts';
import type { CreateFlagInput, FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';
import { kinds } from './flag-search.ts';
import { beginnings, NewVariants } from './new-variants.tsx';

interface DialogProps {
  readonly onClose: () => void;
  /** The flag whose definition it begins with. */
  readonly like?: FlagWithStatesResource;
}

type Kind = (typeof kinds)[number];

const empty = { key: '', name: '', owner: '', tags: [] as string[], visible: false };

export function CreateFlagDialog({ onClose, like }: DialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [form, setForm] = useState(like ? formOf(like) : empty);
  const [kind, setKind] = useState<Kind>(like?.kind ?? 'boolean');
  const [served, setServed] = useState(beginnings[kind]);
  const creating = useMutation({
    mutationFn: () =>
      bodyOf(
        admin.flags.$post({
          json: { ...toInput(form, kind), ...(like ? valuesOf(like) : served) },
        }),
      ),
    onSuccess: async ({ key }) => {
      await queryClient.invalidateQueries({ queryKey: ['flags'] });
      onClose();
      await navigate({ to: `/flags/${key}` } as never);
    },
  });
  const problems = creating.error instanceof ApiError ? creating.error.problems : [];
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
        description="By which code asks for it: a-z, 0-9, dot, _ and -. What is before the first dot groups it."
        placeholder="checkout.express"
        required
        data-autofocus
        value={form.key}
        onChange={(event) => set({ key: event.currentTarget.value })}
        error={keyProblem(form.key)}
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
          onChange={(value) => {
            const next = (value as Kind | null) ?? 'boolean';
            setKind(next);
            setServed(beginnings[next]);
          }}
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
      {!like && kind !== 'boolean' && (
        <NewVariants {...{ kind, served, problems }} onChange={setServed} />
      )}
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

/** Said while it is typed, as other systems take capitals and spaces. */
const keyProblem = (key: string): string | undefined =>
  key === '' || dottedKeyPattern.test(key)
    ? undefined
    : 'Not so: a-z, 0-9, dot, _ and - alone, beginning with a letter or digit.';

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
