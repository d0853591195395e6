import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { InstantInput } from '../../../components/instant-input.tsx';
import { usePutOverride } from '../../overrides/use-put-override.ts';
import type { FlagDetail } from '../flag-query.ts';

interface AddOverrideProps {
  readonly flag: FlagDetail;
  readonly environment: string;
}

const empty = { subject: '', reason: '', expiresAt: undefined as string | undefined };

/** One line: who, what, why, and until when. */
export function AddOverride({ flag, environment }: AddOverrideProps) {
  const [scope, setScope] = useState<'user' | 'organisation'>('organisation');
  const [variant, setVariant] = useState(
    flag.variants.find(({ name }) => name !== flag.off_variant)?.name ?? flag.off_variant,
  );
  const [form, setForm] = useState(empty);
  const putting = usePutOverride();
  const { subject, reason, expiresAt } = form;
  const add = () =>
    putting.mutate(
      {
        place: { flag: flag.key, environment, scope, subject },
        json: { variant, reason: reason.trim() || null, expires_at: expiresAt ?? null },
      },
      { onSuccess: () => setForm(empty) },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Stack gap="sm">
        <Group gap="xs" align="flex-end">
          <Select
            label="Of"
            data={['organisation', 'user']}
            value={scope}
            onChange={(value) => setScope((value as 'user' | 'organisation' | null) ?? 'user')}
            allowDeselect={false}
            w={140}
          />
          <TextInput
            label={scope === 'user' ? 'User id' : 'Organisation id'}
            required
            maxLength={512}
            value={subject}
            onChange={(event) => setForm({ ...form, subject: event.currentTarget.value })}
            flex="1 1 150px"
          />
          <Select
            label="Is served"
            data={flag.variants.map(({ name }) => name)}
            value={variant}
            onChange={(name) => name !== null && setVariant(name)}
            allowDeselect={false}
            flex="1 1 120px"
          />
          <TextInput
            label="Reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setForm({ ...form, reason: event.currentTarget.value })}
            flex="2 1 160px"
          />
          <InstantInput
            label="Until"
            value={expiresAt}
            onChange={(instant) => setForm({ ...form, expiresAt: instant })}
            w={210}
          />
          <Button type="submit" loading={putting.isPending}>
            Add
          </Button>
        </Group>
        {putting.error && <ErrorAlert error={putting.error} title="It was not added" />}
      </Stack>
    </form>
  );
}
