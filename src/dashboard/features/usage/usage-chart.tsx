import { AreaChart } from '@mantine/charts';
import { ColorSwatch, Group, Stack, Text } from '@mantine/core';
import type { UsageReport } from '../../../contract/usage.ts';
import { groupName } from './group-name.ts';

interface UsageChartProps {
  readonly report: UsageReport;
  readonly height: number;
}

const colors = [
  'sea.7',
  'orange.6',
  'grape.6',
  'green.6',
  'pink.6',
  'yellow.6',
  'indigo.5',
  'gray.6',
];

/** The largest groups, one upon the other. A series is called by its place, as a key may hold dots. */
export function UsageChart({ report, height }: UsageChartProps) {
  const told = report.groups.filter(({ points }) => points !== undefined);
  const series = told.map(({ key }, index) => ({
    name: `s${index}`,
    label: groupName(key),
    color: colors[index % colors.length] ?? 'gray.6',
  }));
  return (
    <Stack gap="xs">
      <AreaChart
        h={height}
        data={rowsOf(report)}
        dataKey="at"
        type="stacked"
        series={series}
        withDots={false}
        curveType="monotone"
        strokeWidth={1.5}
        fillOpacity={0.35}
        tickLine="none"
        gridAxis="y"
        areaProps={{ isAnimationActive: false }}
        valueFormatter={(value) => value.toLocaleString()}
        xAxisProps={{ minTickGap: 36 }}
        yAxisProps={{ width: 56, tickFormatter: inShort }}
        aria-label="Evaluations over time"
        role="img"
      />
      <Group gap="md" component="ul" className="legend">
        {series.map(({ name, label, color }) => (
          <Group key={name} component="li" gap={6} wrap="nowrap">
            <ColorSwatch size={10} color={`var(--mantine-color-${color.replace('.', '-')})`} />
            <Text size="xs">{label}</Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}

const inShort = (value: number): string =>
  Intl.NumberFormat(undefined, { notation: 'compact' }).format(value);

/** A row for each hour or day in which anything was evaluated. */
function rowsOf({ groups, interval }: UsageReport): Record<string, string | number>[] {
  const rows = new Map<string, Record<string, string | number>>();
  for (const [index, { points = [] }] of groups.entries()) {
    for (const { at, evaluations } of points) {
      const row = rows.get(at) ?? { at: labelOf(at, interval) };
      rows.set(at, { ...row, [`s${index}`]: evaluations });
    }
  }
  const names = groups.flatMap(({ points }, index) => (points ? [`s${index}`] : []));
  const nothing = Object.fromEntries(names.map((name) => [name, 0]));
  return [...rows]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, row]) => ({ ...nothing, ...row }));
}

/** Days are UTC's. */
const labelOf = (at: string, interval: 'hour' | 'day'): string =>
  interval === 'day'
    ? new Date(at).toLocaleDateString(undefined, {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      })
    : new Date(at).toLocaleString(undefined, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      });
