import { AreaChart } from '@mantine/charts';
import { ColorSwatch, Group, Stack, Text } from '@mantine/core';
import type { UsageReport } from '../../../contract/flags/usage.ts';
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

/** The largest groups, one upon the other. */
export function UsageChart({ report, height }: UsageChartProps) {
  const told = report.groups.filter(({ points }) => points !== undefined);
  const series = told.map(({ key }, index) => ({
    name: seriesName(index),
    label: groupName(key),
    color: colors[index % colors.length] ?? 'gray.6',
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
        gridAxis="y"
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
