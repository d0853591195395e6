import { Alert, Button, Group, Paper, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandStop, IconPlayerPlay } from '@tabler/icons-react';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { useUpdateState } from '../flags/use-update-state.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';
import { PropagationLine } from './propagation-line.tsx';
import { StopDialog } from './stop-dialog.tsx';

interface StateBarProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly onEnvironment: (environment: string) => void;
  readonly isReadOnly: boolean;
}

/** Which environment, whether the flag is on there, and the emergency stop. */
export function StateBar({ flag, state, onEnvironment, isReadOnly }: StateBarProps) {
  const update = useUpdateState(flag.key, state.environment);
  const [isAsking, asking] = useDisclosure();
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
              onChange={(event) =>
                update.mutate({ state, change: { is_enabled: event.currentTarget.checked } })
              }
              label={is_killed ? 'Stopped' : is_enabled ? 'On' : 'Off'}
              aria-label={`On in ${environment}`}
            />
            {!isReadOnly && (
              <Button
                size="xs"
                color={is_killed ? 'teal' : 'red'}
                variant={is_killed ? 'filled' : 'outline'}
                leftSection={is_killed ? <IconPlayerPlay size={16} /> : <IconHandStop size={16} />}
                onClick={asking.open}
              >
                {is_killed ? 'End the stop' : 'Emergency stop'}
              </Button>
            )}
          </Group>
        </Group>
        {is_killed && (
          <Alert color="red" title={`Stopped in ${environment}`} py="xs">
            <Text size="sm">
              Everybody is served <b>{flag.off_variant}</b>, whatever rules and overrides say.
            </Text>
          </Alert>
        )}
        {!is_killed && !is_enabled && (
          <Text size="sm" c="dimmed">
            Off: everybody is served <b>{flag.off_variant}</b>, but for overrides.
          </Text>
        )}
      </Stack>
      {isAsking && <StopDialog flag={flag} state={state} onClose={asking.close} />}
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
