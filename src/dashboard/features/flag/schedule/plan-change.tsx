import { Button, Group, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { UpdateFlagStateInput } from '../../../../contract/flags/flag-state.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { InstantInput } from '../../../components/instant-input.tsx';
import { useCreateSchedule } from '../../schedules/use-create-schedule.ts';
import type { FlagState } from '../flag-query.ts';

interface PlanChangeProps {
  readonly state: FlagState;
  /** What is written under targeting and not saved. */
  readonly drafted: UpdateFlagStateInput;
  readonly onDone: () => void;
}

type Action = 'on' | 'off' | 'rollout' | 'drafted';

/** One change at one instant. */
export function PlanChange({ state, drafted, onDone }: PlanChangeProps) {
  const [action, setAction] = useState<Action>(state.is_enabled ? 'off' : 'on');
  const [percentage, setPercentage] = useState(100);
  const [at, setAt] = useState<string>();
  const [reason, setReason] = useState('');
  const creating = useCreateSchedule();
  const change: UpdateFlagStateInput = {
    on: { is_enabled: true },
    off: { is_enabled: false },
    rollout: { rollout_percentage: percentage },
    drafted,
  }[action];
  const { flag, environment } = state;
  const plan = () =>
    creating.mutate(
      { flag, environment, reason: reason.trim() || null, steps: [{ at: at ?? '', change }] },
      { onSuccess: onDone },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        plan();
      }}
    >
      <Stack gap="sm">
        <Group gap="xs" align="flex-end">
          <Select
            label="Change"
            data={[
              { value: 'on', label: 'Switch on' },
              { value: 'off', label: 'Switch off' },
              { value: 'rollout', label: 'Set the rollout' },
              ...(Object.keys(drafted).length > 0
                ? [{ value: 'drafted', label: 'What is not saved yet' }]
                : []),
            ]}
            value={action}
            onChange={(value) => setAction((value as Action | null) ?? 'on')}
            allowDeselect={false}
            w={190}
          />
          {action === 'rollout' && (
            <NumberInput
              label="To"
              value={percentage}
              onChange={(value) => setPercentage(Number(value))}
              min={0}
              max={100}
              decimalScale={3}
              suffix=" %"
              w={110}
            />
          )}
          <InstantInput label="At" required value={at} onChange={setAt} w={210} />
          <TextInput
            label="Reason"
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            flex="1 1 160px"
          />
          <Button type="submit" loading={creating.isPending}>
            Plan it
          </Button>
        </Group>
        {creating.error && <ErrorAlert error={creating.error} title="It was not planned" />}
      </Stack>
    </form>
  );
}
