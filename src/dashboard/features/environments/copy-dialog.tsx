import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import type { PlanResource } from '../../../contract/fields/plan.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { PlanDialog } from './plan-dialog.tsx';
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
    <PlanDialog
      title={`Copy into ${key}`}
      planning={copying}
      action="Copy, as shown"
      canLook={from !== null}
      errorTitle="It was not copied"
      onClose={onClose}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Select
          label="From"
          placeholder="An environment"
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
      </SimpleGrid>
    </PlanDialog>
  );
}
