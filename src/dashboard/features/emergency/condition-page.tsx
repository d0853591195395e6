import { Badge, Card, Code, Group, List, Skeleton, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Readiness } from '../../../contract/readiness.ts';
import type { SchemaReport } from '../../../contract/schema-report.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { conditionQuery, schemaQuery } from './condition-query.ts';

/** Whether flags are served, and what is wrong with the database. */
export function ConditionPage() {
  const condition = useQuery(conditionQuery);
  const schema = useQuery(schemaQuery);
  return (
    <Page title="Condition" says="Looked at anew every ten seconds.">
      {condition.isPending && <Skeleton height={190} />}
      {condition.error && <ErrorAlert error={condition.error} />}
      {condition.data && <Parts readiness={condition.data} />}
      {schema.isPending && <Skeleton height={190} />}
      {schema.error && <ErrorAlert error={schema.error} title="The schema cannot be told" />}
      {schema.data && <Schema report={schema.data} />}
    </Page>
  );
}

const good = ['ready', 'ok', 'applied', 'sound'];

const Parts = ({ readiness }: { readonly readiness: Readiness }) => (
  <Card withBorder>
    <Table variant="vertical" layout="fixed">
      <Table.Tbody>
        {parts.map(([part, label]) => (
          <Table.Tr key={part}>
            <Table.Th w={140}>{label}</Table.Th>
            <Table.Td>
              <State state={readiness[part] ?? 'not known'} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Card>
);

const parts = [
  ['status', 'Flags'],
  ['postgres', 'Postgres'],
  ['schema', 'Schema'],
  ['migrations', 'Migrations'],
  ['kv', 'KV'],
  ['hub', 'Hub'],
] as const;

const State = ({ state }: { readonly state: string }) => (
  <Badge variant="light" color={good.includes(state) ? 'green' : 'orange'} tt="none">
    {state.replaceAll('_', ' ')}
  </Badge>
);

const Schema = ({ report }: { readonly report: SchemaReport }) => (
  <Card withBorder>
    <Stack gap="sm">
      <Group gap="xs">
        <Title order={2} size="h4">
          Schema
        </Title>
        <State state={report.verdict} />
      </Group>
      {report.differences.length === 0 && <Text c="dimmed">Everything is as expected.</Text>}
      <List size="sm" spacing={4}>
        {report.differences.map(({ object, kind }) => (
          <List.Item key={`${kind} ${object}`}>
            <Code>{object}</Code> {kind}
          </List.Item>
        ))}
      </List>
    </Stack>
  </Card>
);
