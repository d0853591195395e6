import { Alert, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { Readiness } from '../../../contract/readiness.ts';
import { StateBadge } from './state-badge.tsx';

/** How it is in one sentence, then part by part. */
export const HealthSummary = ({ readiness }: { readonly readiness: Readiness }) => (
  <Stack gap="sm">
    <Sentence readiness={readiness} />
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
  degraded: ['yellow', 'Flags are served, but something is not well', undefined],
  not_ready: ['red', 'There is nothing to serve flags from', 'Callers get their own defaults.'],
} as const;

function Sentence({ readiness }: { readonly readiness: Readiness }) {
  const [color, title, says] = sentences[readiness.status];
  const Icon = color === 'green' ? IconCircleCheck : IconAlertTriangle;
  return (
    <Alert color={color} icon={<Icon />} title={title} role="status">
      <Text size="sm">{says ?? whatIsIll(readiness)}</Text>
      <Text size="xs" c="dimmed">
        Code {readiness.version}
      </Text>
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
