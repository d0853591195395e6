import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { BulkArchive } from './bulk-archive.tsx';
import { BulkStop } from './bulk-stop.tsx';
import { BulkSwitch } from './bulk-switch.tsx';

interface BulkBarProps {
  readonly flags: readonly FlagWithStatesResource[];
  readonly environments: readonly { readonly key: string }[];
  readonly onClear: () => void;
}

type Asked = 'on' | 'off' | 'stop' | 'archive';

/** What can be done with all flags that are selected. */
export function BulkBar({ flags, environments, onClear }: BulkBarProps) {
  const keys = flags.map(({ key }) => key);
  const [environment, setEnvironment] = useState(firstChoice(environments));
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const finish = () => {
    close();
    onClear();
  };
  const target = { keys, environment, onClose: close, onDone: finish };
  const ask = (what: Asked, says: string, color?: string) => (
    <Button
      size="xs"
      variant={color ? 'outline' : 'default'}
      {...(color && { color })}
      onClick={() => setAsked(what)}
    >
      {says}
    </Button>
  );
  return (
    <Paper withBorder shadow="md" p="xs" className="bulk-bar" role="region" aria-label="Selected">
      <Group gap="xs">
        <CloseButton onClick={onClear} aria-label="Select none" />
        <Text size="sm" fw={600}>
          {keys.length} selected
        </Text>
        <EnvironmentSelect
          aria-label="In which environment"
          environments={environments.map(({ key }) => ({ key }))}
          value={environment}
          onChange={(key) => key !== null && setEnvironment(key)}
          allowDeselect={false}
          size="xs"
          w={150}
        />
        {ask('on', 'Switch on')}
        {ask('off', 'Switch off')}
        {ask('stop', 'Emergency stop', 'red')}
        {ask('archive', 'Archive')}
      </Group>
      {asked === 'on' && <BulkSwitch {...target} isEnabled />}
      {asked === 'off' && <BulkSwitch {...target} isEnabled={false} />}
      {asked === 'stop' && <BulkStop {...target} />}
      {asked === 'archive' && <BulkArchive flags={flags} onClose={close} onDone={finish} />}
    </Paper>
  );
}

/** Not the one whose visitors are real, if there is another. */
const firstChoice = (environments: BulkBarProps['environments']): string =>
  (environments.find(({ key }) => !isProduction(key)) ?? environments[0])?.key ?? '';
