import { Badge, Button, Group, Paper, Text } from '@mantine/core';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import { Moment } from '../../components/moment.tsx';
import { useMe } from '../session/use-me.ts';
import { VersionMenu } from '../system/version-menu.tsx';
import type { EnvironmentSearch } from './environment-search.ts';

interface EnvironmentCardProps {
  readonly environment: EnvironmentResource;
  readonly onAction: (action: EnvironmentSearch['action']) => void;
}

/** An environment, with everything that can be done with it. */
export function EnvironmentCard({ environment, onAction }: EnvironmentCardProps) {
  const { key, name, version, pinned_to, requires_signed_context, updated_at } = environment;
  const { may } = useMe();
  const action = (what: EnvironmentSearch['action'], label: string, isDangerous = false) => (
    <Button
      size="xs"
      variant={isDangerous ? 'subtle' : 'default'}
      {...(isDangerous && { color: 'red' })}
      onClick={() => onAction(what)}
      aria-label={`${label}: ${key}`}
    >
      {label}
    </Button>
  );
  return (
    <Paper withBorder p="md" component="section" aria-label={key}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Group gap={8}>
            <Text fw={600} className="wraps-anywhere">
              {name}
            </Text>
            <Text size="sm" c="dimmed" ff="monospace">
              {key}
            </Text>
            {pinned_to !== null && (
              <Badge color="yellow" variant="light" tt="none">
                pinned to {pinned_to}
              </Badge>
            )}
            {requires_signed_context && (
              <Badge color="blue" variant="light" tt="none">
                signed contexts only
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            Version {version}, changed <Moment at={updated_at} />
          </Text>
        </div>
        <VersionMenu environment={key} pinnedTo={pinned_to ?? undefined} mayPin={may('admin')} />
      </Group>
      <Group gap="xs" mt="sm">
        {may('editor') && action('copy', 'Copy into it')}
        {may('editor') && action('import', 'Import')}
        <Button
          size="xs"
          variant="default"
          component="a"
          href={`/admin/environments/${key}/export`}
          download
        >
          Export
        </Button>
        {may('admin') && action('settings', 'Settings')}
        {may('admin') && action('delete', 'Delete', true)}
      </Group>
    </Paper>
  );
}
