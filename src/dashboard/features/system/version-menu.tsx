import { Button, Group, Loader, Menu, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showInstant } from '../../lib/show-instant.ts';
import { describeAction } from '../audit/action-words.ts';
import { versionsQuery } from './health-query.ts';
import { useRepublish } from './use-republish.ts';

interface VersionMenuProps {
  readonly environment: string;
  readonly pinnedTo: number | undefined;
  readonly mayPin: boolean;
}

/** The versions that can be served again; choosing one pins the environment to it. */
export function VersionMenu({ environment, pinnedTo, mayPin }: VersionMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const versions = useQuery({ ...versionsQuery(environment), enabled: isOpen });
  const republish = useRepublish(environment);
  const [chosen, setChosen] = useState<number>();

  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {pinnedTo !== undefined && mayPin && (
        <Button size="compact-sm" onClick={() => republish.mutate('latest')}>
          Serve the newest
        </Button>
      )}
      <Menu opened={isOpen} onChange={setIsOpen} position="bottom-end" width={320}>
        <Menu.Target>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={republish.isPending}
            rightSection={<IconChevronDown size={14} />}
            aria-label={`Versions of ${environment}`}
          >
            Versions
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          <Menu.Label>{mayPin ? 'Serve one of them again' : 'What was served'}</Menu.Label>
          {versions.isPending && <Loader size="sm" m="sm" />}
          {versions.error && <Menu.Label c="red">{versions.error.message}</Menu.Label>}
          {versions.data?.versions.map(({ version, published_at, flags, change }) => (
            <Menu.Item key={version} disabled={!mayPin} onClick={() => setChosen(version)}>
              <Text size="sm">
                Version {version}, {flags} flags
              </Text>
              <Text size="xs" c="dimmed">
                {showInstant(published_at)}
                {change && `, ${describeAction(change.action)}: ${change.target}`}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen !== undefined && (
        <ConfirmDialog
          title={`Serve version ${chosen} of ${environment} again?`}
          says="It is served to everybody, whatever is changed meanwhile, until “Serve the newest” ends it."
          action={`Serve version ${chosen}`}
          isDangerous={false}
          doing={republish}
          onConfirm={() => republish.mutate(chosen, { onSettled: () => setChosen(undefined) })}
          onClose={() => setChosen(undefined)}
        />
      )}
    </Group>
  );
}
