import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { UpdateFlagStateInput } from '../../../../contract/flag-state.ts';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import type { FlagState } from '../flag-query.ts';
import { PlanChange } from './plan-change.tsx';
import { PlanRollout } from './plan-rollout.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { flagSchedulesQuery } from './schedules-query.ts';

interface ScheduleTabProps {
  readonly state: FlagState;
  readonly drafted: UpdateFlagStateInput;
  readonly isReadOnly: boolean;
}

/** What will happen to the flag by itself, and what has. */
export function ScheduleTab({ state, drafted, isReadOnly }: ScheduleTabProps) {
  const [kind, setKind] = useState('');
  const listed = useQuery(flagSchedulesQuery(state));
  const close = () => setKind('');
  return (
    <Section
      title={`Schedules in ${state.environment}`}
      says="Each step happens within a minute of its time."
      actions={
        !isReadOnly && (
          <Group gap="xs">
            <SegmentedControl
              size="xs"
              data={[
                { value: '', label: 'Look' },
                { value: 'change', label: 'Plan a change' },
                { value: 'rollout', label: 'Plan a rollout' },
              ]}
              value={kind}
              onChange={setKind}
              aria-label="What to do with schedules"
            />
          </Group>
        )
      }
    >
      {kind === 'change' && <PlanChange state={state} drafted={drafted} onDone={close} />}
      {kind === 'rollout' && <PlanRollout state={state} onDone={close} />}
      {listed.error && <ErrorAlert error={listed.error} />}
      {listed.isPending && <Skeleton height={140} />}
      {listed.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing is planned.
        </Text>
      )}
      <Stack gap="xs">
        {listed.data?.map((schedule) => (
          <ScheduleCard key={schedule.id} schedule={schedule} isReadOnly={isReadOnly} />
        ))}
      </Stack>
    </Section>
  );
}
