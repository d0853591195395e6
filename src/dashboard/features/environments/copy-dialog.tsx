import { Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environment.ts';
import type { PlanResource } from '../../../contract/plan.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { PlanButtons } from './plan-buttons.tsx';
import { PlanDiff } from './plan-diff.tsx';
import { usePlan } from './use-plan.ts';

interface CopyDialogProps {
  readonly environment: EnvironmentResource;
  readonly environments: readonly EnvironmentResource[];
  readonly onClose: () => void;
}

const empty = { from: null as string | null, module: '', tag: '' };

/** Copies what flags do elsewhere into this environment, after a look at every difference. */
export function CopyDialog({ environment: { key }, environments, onClose }: CopyDialogProps) {
  const [form, setForm] = useState(empty);
  const { from, module, tag } = form;
  const copying = usePlan(async (step) => {
    const selected = { ...(module.trim() && { module }), ...(tag.trim() && { tag }) };
    const json = { from: from ?? '', ...selected, ...step };
    const asked = admin.environments[':environment'].copy.$post({
      param: { environment: key },
      json,
    });
    return (await bodyOf(asked)) as PlanResource;
  }, onClose);
  const set = (change: Partial<typeof empty>) => {
    setForm({ ...form, ...change });
    copying.forget();
  };
  return (
    <Modal opened onClose={onClose} title={`Copy into ${key}`} size="xl">
      <Stack gap="sm">
        <Group gap="sm" align="flex-end">
          <Select
            label="From"
            required
            data-autofocus
            data={environments
              .filter((each) => each.key !== key)
              .map((each) => ({ value: each.key, label: each.name }))}
            value={from}
            onChange={(value) => set({ from: value })}
          />
          <TextInput
            label="Only the module"
            placeholder="All"
            value={module}
            onChange={(event) => set({ module: event.currentTarget.value })}
          />
          <TextInput
            label="Only with the tag"
            placeholder="Any"
            value={tag}
            onChange={(event) => set({ tag: event.currentTarget.value })}
          />
        </Group>
        {copying.error && <ErrorAlert error={copying.error} title="It was not copied" />}
        {copying.plan && <PlanDiff plan={copying.plan} />}
        <PlanButtons
          plan={copying.plan}
          action="Copy, as shown"
          canLook={from !== null}
          isPending={copying.isPending}
          onLook={copying.look}
          onApply={copying.apply}
          onClose={onClose}
        />
      </Stack>
    </Modal>
  );
}
