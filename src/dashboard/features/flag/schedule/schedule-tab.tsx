import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { UpdateFlagStateInput } from '../../../../contract/flags/flag-state.ts';
import { Section } from '../../../components/section.tsx';
import { ScheduleList } from '../../schedules/schedule-list.tsx';
import type { FlagState } from '../flag-query.ts';
import { PlanChange } from './plan-change.tsx';
import { PlanRollout } from './plan-rollout.tsx';

interface ScheduleTabProps {
  readonly state: FlagState;
  readonly drafted: UpdateFlagStateInput;
  readonly isReadOnly: boolean;
}

/** What will happen to the flag by itself, and what has. */
export function ScheduleTab({ state, drafted, isReadOnly }: ScheduleTabProps) {
  const [kind, setKind] = useState<'change' | 'rollout'>();
  const { flag, environment } = state;
  const close = () => setKind(undefined);
  const choice = (each: 'change' | 'rollout', label: string) => (
    <Button
      size="xs"
      variant={kind === each ? 'light' : 'default'}
      aria-expanded={kind === each}
      onClick={() => setKind(kind === each ? undefined : each)}
    >
      {label}
    </Button>
  );
  return (
    <Section
      title={`Schedules in ${environment}`}
      says="Each step happens within a minute of its time."
      actions={
        !isReadOnly && (
          <Group gap="xs">
            {choice('change', 'Plan a change')}
            {choice('rollout', 'Plan a rollout')}
          </Group>
        )
      }
    >
      {kind === 'change' && <PlanChange state={state} drafted={drafted} onDone={close} />}
      {kind === 'rollout' && <PlanRollout state={state} onDone={close} />}
      <ScheduleList filter={{ flag, environment }} isOfPage isReadOnly={isReadOnly} />
    </Section>
  );
}
