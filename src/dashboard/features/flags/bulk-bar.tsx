import { Button, CloseButton, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { type BulkAsked, BulkDialog } from './bulk-dialog.tsx';

interface BulkBarProps {
  readonly flags: readonly FlagWithStatesResource[];
  readonly environments: readonly { readonly key: string }[];
  /** Selects these alone. */
  readonly onSelect: (keys: readonly string[]) => void;
}

/** What can be done with all flags that are selected. A dialog stays when they leave the list meanwhile. */
export function BulkBar({ flags, environments, onSelect }: BulkBarProps) {
  const [environment, setEnvironment] = useState(firstChoice(environments));
  const [asked, setAsked] = useState<BulkAsked>();
  const close = () => setAsked(undefined);
  const finish = (left: readonly string[]) => {
    close();
    onSelect(left);
  };
  const ask = (what: BulkAsked['what'], says: string, color?: string) => (
    <Button
      size="xs"
      variant={color ? 'outline' : 'default'}
      {...(color && { color })}
      onClick={() => setAsked({ what, flags, environment })}
    >
      {says}
    </Button>
  );
  if (flags.length === 0 && !asked) return null;
  return (
    <Paper withBorder shadow="md" p="xs" className="bulk-bar" role="region" aria-label="Selected">
      <Group gap="xs">
        <CloseButton onClick={() => onSelect([])} aria-label="Select none" />
        <Text size="sm" fw={600}>
          {flags.length} selected
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
      {asked && <BulkDialog asked={asked} onClose={close} onDone={finish} />}
    </Paper>
  );
}

/** Not the one whose visitors are real, if there is another. */
const firstChoice = (environments: BulkBarProps['environments']): string =>
  (environments.find(({ key }) => !isProduction(key)) ?? environments[0])?.key ?? '';
