import { Table, Text } from '@mantine/core';
import type { SchemaReport } from '../../../contract/health/schema-report.ts';
import { Section } from '../../components/section.tsx';
import { StateBadge } from './state-badge.tsx';

/** Each migration, as `burgee status` tells it. */
export function MigrationTable({ report }: { readonly report: SchemaReport }) {
  const { migrations, records } = report;
  const strange = Object.entries(records).flatMap(([kind, all]) =>
    all.length > 0 ? `${all.length} ${kind}` : [],
  );
  const applied = migrations.filter(({ state }) => state === 'applied').length;
  return (
    <Section title="Migrations" says={`${applied} of ${migrations.length} are applied.`}>
      <Table verticalSpacing={5} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Migration</Table.Th>
            <Table.Th w={120}>State</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {migrations.map(({ tag, state, absent }) => (
            <Table.Tr key={tag}>
              <Table.Td>
                <Text size="sm" ff="monospace" className="wraps-anywhere">
                  {tag}
                </Text>
                {absent.length > 0 && (
                  <Text size="xs" c="dimmed" className="wraps-anywhere">
                    Not there: {inShort(absent)}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <StateBadge state={state} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {strange.length > 0 && (
        <Text size="sm">Records that this code cannot place: {strange.join(', ')}.</Text>
      )}
    </Section>
  );
}

const shown = 4;

function inShort(absent: readonly string[]): string {
  const more = absent.length - shown;
  return absent.slice(0, shown).join(', ') + (more > 0 ? `, and ${more} more` : '');
}
