import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { InstantInput } from '../../../components/instant-input.tsx';
import { useCreateSchedule } from '../../schedules/use-create-schedule.ts';
import type { FlagState } from '../flag-query.ts';

interface PlanRolloutProps {
  readonly state: FlagState;
  readonly onDone: () => void;
}

interface Stage {
  readonly percentage: number;
  readonly hours: number;
}

const usual: readonly Stage[] = [
  { percentage: 1, hours: 24 },
  { percentage: 10, hours: 24 },
  { percentage: 50, hours: 48 },
  { percentage: 100, hours: 0 },
];

/** More and more of the units, each stage held for its time; the first switches the flag on. */
export function PlanRollout({ state: { flag, environment }, onDone }: PlanRolloutProps) {
  const [stages, setStages] = useState(usual);
  const [startAt, setStartAt] = useState<string>();
  const [reason, setReason] = useState('');
  const creating = useCreateSchedule();
  const plan = () =>
    creating.mutate(
      {
        ...{ flag, environment, reason: reason.trim() || null },
        rollout: { ...(startAt && { start_at: startAt }), stages: stages.map(toStage) },
      },
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
        <Stages stages={stages} onChange={setStages} />
        <Group gap="xs" align="flex-end">
          <InstantInput
            label="Begins"
            description="At once if empty."
            value={startAt}
            onChange={setStartAt}
            w={210}
          />
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

const toStage = ({ percentage, hours }: Stage, place: number, all: readonly Stage[]) =>
  place === all.length - 1
    ? { percentage }
    : { percentage, hold_minutes: Math.max(1, Math.round(hours * 60)) };

interface StagesProps {
  readonly stages: readonly Stage[];
  readonly onChange: (stages: Stage[]) => void;
}

const Stages = ({ stages, onChange }: StagesProps) => (
  <Stack gap={6}>
    {stages.map((stage, place) => {
      const set = (change: Partial<Stage>) =>
        onChange(stages.map((each, at) => (at === place ? { ...each, ...change } : each)));
      const isLast = place === stages.length - 1;
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stage is known by its place alone
        <Group key={place} gap="xs" wrap="nowrap">
          <NumberInput
            aria-label={`Stage ${place + 1}: percentage`}
            value={stage.percentage}
            onChange={(value) => set({ percentage: Number(value) })}
            min={0}
            max={100}
            decimalScale={3}
            suffix=" %"
            w={110}
          />
          {isLast ? (
            <Text size="sm" c="dimmed">
              from then on
            </Text>
          ) : (
            <NumberInput
              aria-label={`Stage ${place + 1}: hours`}
              value={stage.hours}
              onChange={(value) => set({ hours: Number(value) })}
              min={0.1}
              prefix="for "
              suffix=" hours"
              w={140}
            />
          )}
          {stages.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              onClick={() => onChange(stages.filter((_, at) => at !== place))}
              aria-label={`Remove stage ${place + 1}`}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      );
    })}
    <Group>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...stages, { percentage: 100, hours: 24 }])}
      >
        Stage
      </Button>
    </Group>
  </Stack>
);
