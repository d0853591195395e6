import { Alert, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Readiness } from '../../../contract/health/readiness.ts';
import { StateBadge } from './state-badge.tsx';

interface HealthSummaryProps {
  readonly readiness: Readiness;
  /** How many the watchman has open: what is well served may still not be what is wanted. */
  readonly openAlerts: number;
}

/** How it is in one sentence, then part by part. */
export const HealthSummary = ({ readiness, openAlerts }: HealthSummaryProps) => (
  <Stack gap="sm">
    <Sentence readiness={readiness} openAlerts={openAlerts} />
    <SimpleGrid cols={{ base: 2, md: 5 }} spacing="xs">
      {parts.map(([part, label, says]) => (
        <Paper key={part} withBorder p="sm">
          <Group justify="space-between" gap={6}>
            <Text fw={600} size="sm">
              {label}
            </Text>
            <StateBadge state={readiness[part] ?? 'not known'} />
          </Group>
          <Text size="xs" c="dimmed" mt={4}>
            {says}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  </Stack>
);

const parts = [
  ['kv', 'KV', 'Where the edge reads snapshots'],
  ['hub', 'Hub', 'The newest, and live updates'],
  ['postgres', 'Postgres', 'Where changes are kept'],
  ['migrations', 'Migrations', 'The worst state of any'],
  ['schema', 'Schema', 'All objects, compared with the code'],
] as const;

const sentences = {
  ready: ['green', 'All is well', 'Flags are served, and everything behind them is as expected.'],
  called: [
    'yellow',
    'All is served, and something needs you',
    'What flags are served from is as expected. See the alerts below.',
  ],
  degraded: ['yellow', 'Flags are served, but something is not well', undefined],
  not_ready: ['red', 'There is nothing to serve flags from', 'Callers get their own defaults.'],
} as const;

function Sentence({ readiness, openAlerts }: HealthSummaryProps) {
  const isCalled = readiness.status === 'ready' && openAlerts > 0;
  const [color, title, says] = sentences[isCalled ? 'called' : readiness.status];
  const Icon = color === 'green' ? IconCircleCheck : IconAlertTriangle;
  return (
    <Alert color={color} icon={<Icon />} title={title} role="status">
      <Text size="sm">{says ?? whatIsIll(readiness)}</Text>
      <Text size="xs">Code {readiness.version}</Text>
    </Alert>
  );
}

function whatIsIll({ kv, hub = 'ok', postgres, schema, withheld = [] }: Readiness): string {
  const ill = [
    ...(kv === 'ok' ? [] : [`KV is ${kv}`]),
    ...(hub === 'ok' ? [] : [`the hub is ${hub}`]),
    ...(postgres === 'ok' ? [] : [`Postgres is ${postgres.replace('_', '-')}`]),
    ...(schema === 'sound' || schema === undefined ? [] : [`the schema is ${schema}`]),
    ...withheld.map(({ environment }) => `the newest version of ${environment} is withheld`),
  ];
  const text = ill.join(', ');
  return text === '' ? 'It is being looked at.' : `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}
