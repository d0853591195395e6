import { Group, Switch, Text } from '@mantine/core';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { useMe } from '../session/use-me.ts';
import { useUpdateState } from './use-update-state.ts';

interface FlagSwitchProps {
  readonly flag: FlagWithStatesResource;
  readonly environment: string;
}

/** On or off in one environment, with how many are served while it is on. */
export function FlagSwitch({ flag, environment }: FlagSwitchProps) {
  const update = useUpdateState(flag.key, environment);
  const mayChange = useMe().may('editor') && flag.status === 'active';
  const state = flag.environments.find((each) => each.environment === environment);
  if (!state) return <Text c="dimmed">–</Text>;
  return (
    <Group gap={8} wrap="nowrap">
      <Switch
        checked={state.is_enabled && !state.is_killed}
        disabled={!mayChange || state.is_killed || update.isPending}
        onChange={(event) =>
          update.mutate({ state, change: { is_enabled: event.currentTarget.checked } })
        }
        aria-label={`${flag.key} in ${environment}`}
        size="sm"
      />
      <Text
        size="xs"
        className="state-text"
        c={
          state.is_killed
            ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))'
            : 'dimmed'
        }
        fw={state.is_killed ? 600 : 400}
      >
        {inShort(state)}
      </Text>
    </Group>
  );
}

type State = FlagWithStatesResource['environments'][number];

function inShort({ is_killed, is_enabled, rollout_percentage, rules }: State): string {
  if (is_killed) return 'stopped';
  if (!is_enabled) return '';
  const share = rollout_percentage === 100 ? '' : `${rollout_percentage} %`;
  const targeted = rules.length === 0 ? '' : `${rules.length} rule${rules.length > 1 ? 's' : ''}`;
  return [share, targeted].filter(Boolean).join(' · ');
}
