import '@mantine/charts/styles.css';
import { Button, Grid, Skeleton, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { UsageReport } from '../../../contract/flags/usage.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { SilentFlags } from './silent-flags.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageFilters } from './usage-filters.tsx';
import { UsageGroups } from './usage-groups.tsx';
import { exportAddress, groupOf, usageQuery } from './usage-query.ts';

const route = getRouteApi('/inside/usage');
const chartHeight = 280;

/** Which of all are in the chart: not all of a hundred flags could be told apart there. */
function drawn(report: UsageReport | undefined): string {
  if (!report) return 'Loading';
  const told = report.groups.filter(({ points }) => points !== undefined).length;
  return told < report.groups.length
    ? `The ${told} with the most, of ${report.groups.length}.`
    : 'All.';
}

export function UsagePage() {
  const search = route.useSearch();
  const usage = useQuery(usageQuery(search));
  const total = usage.data?.evaluations;
  return (
    <Page
      title="Usage"
      says={total === undefined ? 'Loading' : `${total.toLocaleString()} evaluations`}
      actions={
        <Button
          component="a"
          href={exportAddress(search)}
          download
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          Export as CSV
        </Button>
      }
    >
      <UsageFilters search={search} />
      {usage.error && <ErrorAlert error={usage.error} title="Usage could not be loaded" />}
      <Section title={`Evaluations by ${groupOf(search)}`} says={drawn(usage.data)}>
        {usage.isPending && !usage.error && <Skeleton height={chartHeight} />}
        {usage.data && total === 0 && (
          <Text c="dimmed" h={chartHeight}>
            Nothing was evaluated in this time.
          </Text>
        )}
        {usage.data && total !== 0 && <UsageChart report={usage.data} height={chartHeight} />}
      </Section>
      {usage.data && (
        <Grid>
          <Grid.Col span={{ base: 12, md: usage.data.silent_flags ? 8 : 12 }}>
            <UsageGroups report={usage.data} search={search} />
          </Grid.Col>
          {usage.data.silent_flags && (
            <Grid.Col span={{ base: 12, md: 4 }}>
              <SilentFlags keys={usage.data.silent_flags} />
            </Grid.Col>
          )}
        </Grid>
      )}
    </Page>
  );
}
