import { Button, Group, Paper, SegmentedControl, Stack, Switch } from '@mantine/core';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import type { DraftHandle } from '../../lib/use-draft.ts';
import { useUpdateState } from '../flags/use-update-state.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';
import { PropagationLine } from './propagation-line.tsx';
import { ServedWords } from './served-words.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { SwitchOnDialog } from './switch-on-dialog.tsx';
import type { StateValues } from './targeting/state-values.ts';

interface StateBarProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly draft: DraftHandle<StateValues>;
  readonly onEnvironment: (environment: string) => void;
  readonly onHistory: () => void;
  readonly isReadOnly: boolean;
}

/** Which environment, whether the flag is on there, and the emergency stop. */
export function StateBar(props: StateBarProps) {
  const { flag, state, draft, onEnvironment, onHistory, isReadOnly } = props;
  const update = useUpdateState(flag.key, state.environment);
  const [asked, setAsked] = useState<'stop' | 'switch'>();
  const close = () => setAsked(undefined);
  const { is_killed, is_enabled, environment } = state;
  return (
    <Paper withBorder p="sm" className="state-bar">
      <Stack gap="sm">
        <Group justify="space-between" gap="sm">
          <EnvironmentChoice flag={flag} value={environment} onChange={onEnvironment} />
          <PropagationLine environment={environment} />
          <Group gap="md">
            <Switch
              size="md"
              checked={is_enabled && !is_killed}
              disabled={isReadOnly || is_killed || update.isPending}
              onChange={(event) => {
                const isOn = event.currentTarget.checked;
                if (isOn && draft.isChanged) setAsked('switch');
                else update.mutate({ state, change: { is_enabled: isOn } });
              }}
              label={is_killed ? 'Stopped' : is_enabled ? 'On' : 'Off'}
              aria-label={`On in ${environment}`}
            />
            {!isReadOnly && (
              <Button
                size="xs"
                color={is_killed ? 'teal' : 'red'}
                variant={is_killed ? 'filled' : 'outline'}
                leftSection={is_killed ? <IconPlayerPlay size={16} /> : <IconHandStop size={16} />}
                onClick={() => setAsked('stop')}
              >
                {is_killed ? 'End the stop' : 'Emergency stop'}
              </Button>
            )}
          </Group>
        </Group>
        <ServedWords {...{ flag, state, onHistory }} />
      </Stack>
      {asked === 'stop' && <StopDialog flag={flag} state={state} onClose={close} />}
      {asked === 'switch' && <SwitchOnDialog {...{ state, draft }} onClose={close} />}
    </Paper>
  );
}

interface EnvironmentChoiceProps {
  readonly flag: FlagDetail;
  readonly value: string;
  readonly onChange: (environment: string) => void;
}

/** As many as can stand side by side do. */
function EnvironmentChoice({ flag, value, onChange }: EnvironmentChoiceProps) {
  const keys = flag.environments.map(({ environment }) => environment);
  const isShort = keys.length <= 3;
  return isShort ? (
    <SegmentedControl data={keys} value={value} onChange={onChange} aria-label="Environment" />
  ) : (
    <EnvironmentSelect
      aria-label="Environment"
      environments={keys.map((key) => ({ key }))}
      value={value}
      onChange={(key) => key !== null && onChange(key)}
      allowDeselect={false}
      w={200}
    />
  );
}
