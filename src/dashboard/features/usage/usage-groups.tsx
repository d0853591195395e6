import { Anchor, Group, Progress, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UsageReport } from '../../../contract/flags/usage.ts';
import { Section } from '../../components/section.tsx';
import { Swatch } from '../../components/swatch.tsx';
import { groupName } from './group-name.ts';
import { groupColor } from './usage-chart.tsx';
import { groupOf } from './usage-query.ts';
import { type Group as GroupedBy, type UsageSearch, usageSearch } from './usage-search.ts';

interface UsageGroupsProps {
  readonly report: UsageReport;
  readonly search: UsageSearch;
}

const shown = 20;

/** What each group is told apart by once it is chosen. */
const next: Readonly<Record<GroupedBy, GroupedBy>> = {
  flag: 'variant',
  variant: 'organisation',
  organisation: 'flag',
  environment: 'flag',
  reason: 'flag',
};

/** Every group with its share; choosing one narrows down to it. */
export function UsageGroups({ report, search }: UsageGroupsProps) {
  const group = groupOf(search);
  const most = report.groups[0]?.evaluations ?? 1;
  const rest = report.groups.length - shown;
  return (
    <Section title={`Most by ${group}`}>
      <Table verticalSpacing={4} layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th tt="capitalize">{group}</Table.Th>
            <Table.Th w={120} ta="right">
              Evaluations
            </Table.Th>
            <Table.Th w="26%" visibleFrom="sm">
              Compared
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {report.groups.slice(0, shown).map(({ key = '', evaluations, points }, place) => (
            <Table.Tr key={key}>
              <Table.Td>
                <Group gap={8} wrap="nowrap">
                  <Swatch color={points && groupColor(place)} />
                  {key === '' ? (
                    <Text size="sm">{groupName(key)}</Text>
                  ) : (
                    <Anchor
                      component={Link}
                      {...({
                        to: '/usage',
                        search: usageSearch({ ...search, by: next[group], [group]: key }),
                      } as object)}
                      size="sm"
                      className="wraps-anywhere"
                    >
                      {key}
                    </Anchor>
                  )}
                </Group>
              </Table.Td>
              <Table.Td ta="right">{evaluations.toLocaleString()}</Table.Td>
              <Table.Td visibleFrom="sm">
                <Progress value={(evaluations / most) * 100} aria-label={`${key} compared`} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {(rest > 0 || report.is_truncated) && (
        <Text size="sm" c="dimmed">
          {report.is_truncated ? 'There are more than can be told.' : `And ${rest} more.`} The
          export has all of them.
        </Text>
      )}
    </Section>
  );
}
