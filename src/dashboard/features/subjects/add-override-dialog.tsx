import { Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SubjectResource } from '../../../contract/flags/subject.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { InstantInput } from '../../components/instant-input.tsx';
import { allFlagsQuery } from '../flags/flags-query.ts';
import { usePutOverride } from '../overrides/use-put-override.ts';

interface DialogProps {
  readonly found: SubjectResource;
  readonly onClose: () => void;
}

const empty = {
  flag: null as string | null,
  variant: null as string | null,
  reason: '',
  ends: undefined as string | undefined,
};

/** Gives one organisation or user a variant; one that is there already is not replaced unseen. */
export function AddOverrideDialog({ found, onClose }: DialogProps) {
  const { scope, subject, environment } = found;
  const { data: flags = [] } = useQuery(allFlagsQuery);
  const [form, setForm] = useState(empty);
  const variants = flags.find(({ key }) => key === form.flag)?.variants ?? [];
  const adding = usePutOverride();
  const add = () => {
    const { variant, reason, ends } = form;
    const place = { flag: form.flag ?? '', environment, scope, subject };
    const json = {
      variant: variant ?? '',
      reason: reason.trim() || null,
      expires_at: ends ?? null,
    };
    adding.mutate({ place, json }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={`Override for ${scope} ${subject} in ${environment}`}
      action="Add"
      isReady={form.flag !== null && form.variant !== null}
      doing={adding}
      errorTitle="It was not added"
      onSubmit={add}
      onClose={onClose}
    >
      <Select
        label="Flag"
        required
        searchable
        limit={60}
        data-autofocus
        data={flags.filter(({ status }) => status === 'active').map(({ key }) => key)}
        value={form.flag}
        onChange={(flag) => setForm({ ...form, flag, variant: null })}
      />
      <Select
        label="Variant"
        required
        data={variants.map(({ name }) => name)}
        value={form.variant}
        onChange={(variant) => setForm({ ...form, variant })}
      />
      <TextInput
        label="Reason"
        placeholder="Why they get it"
        value={form.reason}
        onChange={(event) => setForm({ ...form, reason: event.currentTarget.value })}
      />
      <InstantInput
        label="Ends"
        description="Without one, it stays until somebody takes it away."
        value={form.ends}
        onChange={(ends) => setForm({ ...form, ends })}
      />
    </FormDialog>
  );
}
