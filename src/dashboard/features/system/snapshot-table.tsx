import { Badge, Button, Group, Table, Text } from '@mantine/core';
import type { Readiness } from '../../../contract/health/readiness.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { useWarm } from './use-republish.ts';
import { VersionMenu } from './version-menu.tsx';

interface SnapshotTableProps {
  readonly readiness: Readiness;
  readonly mayRepair: boolean;
}

/** What this isolate serves of each environment, and from where it has it. */
export function SnapshotTable({ readiness, mayRepair }: SnapshotTableProps) {
  const warm = useWarm();
  return (
    <Section
      title="Snapshots"
      says="What is served of each environment, and from where."
      actions={
        mayRepair && (
          <Button
            variant="default"
            size="xs"
            loading={warm.isPending}
            onClick={() => warm.mutate()}
          >
            Publish again
          </Button>
        )
      }
    >
      {warm.error && <ErrorAlert error={warm.error} title="It was not published" />}
      <Table.ScrollContainer minWidth={290} maxHeight={440} type="native">
        <Table verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Environment</Table.Th>
              <Table.Th>Version</Table.Th>
              <Table.Th visibleFrom="sm">From</Table.Th>
              <Table.Th visibleFrom="sm">Confirmed</Table.Th>
              <Table.Th aria-label="What can be done" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {readiness.snapshots.map(({ environment, version, source, age_seconds }) => (
              <Table.Tr key={environment}>
                <Table.Td>
                  <Group gap={6}>
                    <Text size="sm" fw={550}>
                      {environment}
                    </Text>
                    <Marks readiness={readiness} environment={environment} />
                  </Group>
                  <Text size="xs" c="dimmed" hiddenFrom="sm">
                    From {sources[source]}
                    {age_seconds !== undefined && `, ${ago(age_seconds)}`}
                  </Text>
                </Table.Td>
                <Table.Td>{version}</Table.Td>
                <Table.Td visibleFrom="sm">{sources[source]}</Table.Td>
                <Table.Td visibleFrom="sm">
                  {age_seconds === undefined ? '–' : ago(age_seconds)}
                </Table.Td>
                <Table.Td ta="right">
                  <VersionMenu
                    environment={environment}
                    pinnedTo={pinOf(readiness, environment)}
                    mayPin={mayRepair}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {readiness.snapshots.length === 0 && <Text c="dimmed">There is none.</Text>}
      {readiness.withheld?.map(({ environment, reason }) => (
        <Text key={environment} size="sm">
          <b>{environment}</b> is withheld:{' '}
          {reason ?? 'publish again to be told why, or repair the database first.'}
        </Text>
      ))}
    </Section>
  );
}

const sources = {
  memory: 'memory',
  kv: 'KV',
  hub: 'the hub',
  postgres: 'Postgres',
  bundle: 'the code’s own bundle',
} as const;

const pinOf = ({ pinned = [] }: Readiness, environment: string): number | undefined =>
  pinned.find((each) => each.environment === environment)?.version;

function Marks({ readiness, environment }: { readiness: Readiness; environment: string }) {
  const pin = pinOf(readiness, environment);
  const isWithheld = readiness.withheld?.some((each) => each.environment === environment) ?? false;
  return (
    <>
      {pin !== undefined && (
        <Badge color="yellow" variant="light" tt="none">
          pinned to {pin}
        </Badge>
      )}
      {isWithheld && (
        <Badge color="red" variant="light" tt="none">
          withheld
        </Badge>
      )}
    </>
  );
}

const ago = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} s ago` : `${Math.round(seconds / 60)} min ago`;
