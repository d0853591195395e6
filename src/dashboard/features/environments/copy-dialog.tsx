import { SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import type { PlanResource } from '../../../contract/fields/plan.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { usePlan } from './use-plan.ts';

interface CopyDialogProps {
  readonly environment: Pick<EnvironmentResource, 'key'>;
  readonly environments: readonly Pick<EnvironmentResource, 'key' | 'name'>[];
  /** The one flag that is copied; otherwise all that differ, or those that are chosen. */
  readonly only?: string;
  readonly onClose: () => void;
}

const empty = { from: null as string | null, module: '', tag: '' };

/** Copies what flags do elsewhere into this environment, after a look at every difference. */
export function CopyDialog(props: CopyDialogProps) {
  const { environments, only, onClose } = props;
  const { key } = props.environment;
  const [form, setForm] = useState(empty);
  const [chosen, setChosen] = useState<readonly string[]>();
  const { from, module, tag } = form;
  const isThere = (environment: string | null) =>
    environments.some((each) => each.key === environment);
  const copying = usePlan(async (step) => {
    const selected = { ...(module.trim() && { module }), ...(tag.trim() && { tag }) };
    const wanted = only === undefined ? chosen : [only];
    const keys = wanted && { keys: [...wanted] };
    const json = { from: from ?? '', ...selected, ...keys, ...step };
    const asked = admin.environments[':environment'].copy.$post({
      param: { environment: key },
      json,
    });
    return (await bodyOf(asked)) as PlanResource;
  }, onClose);
  const set = (change: Partial<typeof empty>) => {
    setForm({ ...form, ...change });
    setChosen(undefined);
    copying.forget();
  };
  return (
    <PlanDialog
      title={only === undefined ? `Copy into ${key}` : `Copy ${only} into ${key}`}
      planning={copying}
      action="Copy, as shown"
      canLook={isThere(from)}
      isGone={!isThere(key)}
      {...(only === undefined && { choice: { chosen, onChoose: setChosen } })}
      errorTitle="It was not copied"
      onClose={onClose}
    >
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <EnvironmentSelect
          label="From"
          placeholder="An environment"
          required
          data-autofocus
          environments={environments.filter((each) => each.key !== key)}
          value={from}
          error={from !== null && !isThere(from) && `Somebody deleted ${from}.`}
          onChange={(value) => set({ from: value })}
        />
        {only === undefined && (
          <>
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
          </>
        )}
      </SimpleGrid>
    </PlanDialog>
  );
}
