import { Code, Stack, Table, Text } from '@mantine/core';
import type { AuditEntryResource } from '../../../contract/audit.ts';
import type { Json } from '../../../engine/json.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { type EntryChange, entryChanges } from './entry-changes.ts';

/** What an entry changed, property by property, and how it can be found elsewhere. */
export function EntryDetails({ entry }: { readonly entry: AuditEntryResource }) {
  const changes = entryChanges(entry.before as Json, entry.after as Json);
  return (
    <Stack gap="xs" px="sm" pb="sm">
      {changes.length > 0 && (
        <Table.ScrollContainer minWidth={420}>
          <Table layout="fixed" verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="24%">Property</Table.Th>
                <Table.Th>Before</Table.Th>
                <Table.Th>After</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {changes.map((change) => (
                <Change key={change.property} change={change} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text size="xs" c="dimmed" className="wraps-anywhere">
        {showInstant(entry.occurred_at)}
        {entry.address && `, from ${entry.address}`}, request {entry.request_id}, hash {entry.hash}
      </Text>
    </Stack>
  );
}

const Change = ({ change: { property, before, after } }: { readonly change: EntryChange }) => (
  <Table.Tr style={{ verticalAlign: 'top' }}>
    <Table.Td className="wraps-anywhere">{property}</Table.Td>
    <Table.Td>
      <Value value={before} color="var(--mantine-color-red-light)" />
    </Table.Td>
    <Table.Td>
      <Value value={after} color="var(--mantine-color-green-light)" />
    </Table.Td>
  </Table.Tr>
);

const Value = ({ value, color }: { value: Json | undefined; color: string }) =>
  value === undefined ? (
    <Text size="xs" c="dimmed">
      nothing
    </Text>
  ) : (
    <Code className="wraps-anywhere value" bg={color}>
      {typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value)}
    </Code>
  );
