import '@mantine/charts/styles.css';
import { AreaChart } from '@mantine/charts';
import { Group, SegmentedControl, Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import { Swatch } from '../../../components/swatch.tsx';
import { labelOf, seriesName, usageSeries } from '../../usage/usage-series.ts';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { variantColor } from '../variant-color.ts';
import { flagUsageQuery, type UsageRange } from './flag-usage-query.ts';

interface UsageTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
}

const ranges = [
  { value: 'day', label: 'A day' },
  { value: 'week', label: 'A week' },
  { value: 'month', label: '30 days' },
];

/** How often each variant was served. */
export function UsageTab({ flag, state }: UsageTabProps) {
  const [range, setRange] = useState<UsageRange>('week');
  const { data, error } = useQuery(flagUsageQuery(state, range));
  const nameOf = (key: string | undefined) => key || '(none)';
  return (
    <Section
      title={`Evaluations in ${state.environment}`}
      says={
        data &&
        `${data.evaluations.toLocaleString('en')} in all. Counted by the hour, never by user.`
      }
      actions={
        <SegmentedControl
          size="xs"
          data={ranges}
          value={range}
          onChange={(value) => setRange(value as UsageRange)}
          aria-label="Of which time"
        />
      }
    >
      {error && <ErrorAlert error={error} />}
      {!data && !error && <Skeleton height={320} />}
      {data?.evaluations === 0 && (
        <Text size="sm" c="dimmed">
          Nobody asked for it in that time.
        </Text>
      )}
      {data && data.evaluations > 0 && (
        <>
          <AreaChart
            h={260}
            data={usageSeries(data)}
            dataKey="at"
            type="stacked"
            curveType="monotone"
            withDots={false}
            strokeWidth={1.5}
            series={data.groups.map(({ key = '' }, place) => ({
              name: seriesName(place),
              label: nameOf(key),
              color: variantColor(flag, key),
            }))}
            xAxisProps={{ tickFormatter: labelOf(data), minTickGap: 40 }}
            tooltipProps={{ labelFormatter: labelOf(data) }}
            valueFormatter={(value) => value.toLocaleString('en')}
          />
          <Table verticalSpacing={4} maw={420}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Variant</Table.Th>
                <Table.Th ta="right">Evaluations</Table.Th>
                <Table.Th ta="right">Share</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.groups.map(({ key, evaluations }) => (
                <Table.Tr key={nameOf(key)}>
                  <Table.Td>
                    <Group gap={8} wrap="nowrap">
                      <Swatch color={variantColor(flag, key ?? '')} />
                      {nameOf(key)}
                    </Group>
                  </Table.Td>
                  <Table.Td ta="right">{evaluations.toLocaleString('en')}</Table.Td>
                  <Table.Td ta="right">
                    {((evaluations / data.evaluations) * 100).toFixed(1)} %
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Section>
  );
}
