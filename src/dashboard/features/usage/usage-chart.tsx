import { AreaChart } from '@mantine/charts';
import { Group, Stack, Text } from '@mantine/core';
import type { UsageReport } from '../../../contract/flags/usage.ts';
import { Swatch } from '../../components/swatch.tsx';
import { groupName } from './group-name.ts';
import { labelOf, seriesName, usageSeries } from './usage-series.ts';

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

/** Of a group that is told over time, by its place among them. */
export const groupColor = (place: number): string => colors[place % colors.length] ?? 'gray.6';

/** The largest groups, one upon the other. */
export function UsageChart({ report, height }: UsageChartProps) {
  const told = report.groups.filter(({ points }) => points !== undefined);
  const series = told.map(({ key }, index) => ({
    name: seriesName(index),
    label: groupName(key),
    color: groupColor(index),
  }));
  const label = labelOf(report);
  return (
    <Stack gap="xs">
      <AreaChart
        h={height}
        data={usageSeries(report)}
        dataKey="at"
        type="stacked"
        series={series}
        withDots={false}
        curveType="monotone"
        strokeWidth={1.5}
        fillOpacity={0.35}
        tickLine="none"
        areaProps={{ isAnimationActive: false }}
        valueFormatter={(value) => value.toLocaleString()}
        xAxisProps={{ minTickGap: 36, tickFormatter: label }}
        tooltipProps={{ labelFormatter: label }}
        yAxisProps={{ width: 56, tickFormatter: inShort }}
        aria-label="Evaluations over time"
        role="img"
      />
      <Group gap="md" component="ul" className="legend">
        {series.map(({ name, label, color }) => (
          <Group key={name} component="li" gap={6} wrap="nowrap">
            <Swatch color={color} />
            <Text size="xs">{label}</Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}

const inShort = (value: number): string =>
  Intl.NumberFormat(undefined, { notation: 'compact' }).format(value);
