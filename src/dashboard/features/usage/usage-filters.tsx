import { Group, Pill, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { allFlagsQuery } from '../flags/flags-query.ts';
import { groupOf } from './usage-query.ts';
import { groups, periods, type UsageSearch, usageSearch } from './usage-search.ts';

/** What is counted, since when, and by what it is told apart; all of it is in the address. */
export function UsageFilters({ search }: { readonly search: UsageSearch }) {
  const navigate = useNavigate({ from: '/usage' });
  const { data: environments = [] } = useQuery(environmentsQuery);
  const { data: flags = [] } = useQuery(allFlagsQuery);
  const set = (change: Partial<Record<keyof UsageSearch, string | undefined>>) =>
    void navigate({ search: usageSearch({ ...search, ...change }), replace: true });
  return (
    <Group gap="xs">
      <SegmentedControl
        aria-label="Period"
        data={periods.map((value) => ({ value, label: periodNames[value] }))}
        value={search.period ?? 'week'}
        onChange={(period) => set({ period })}
      />
      <Select
        aria-label="Told apart by"
        data={groups.map((value) => ({ value, label: `By ${value}` }))}
        value={groupOf(search)}
        onChange={(by) => set({ by: by ?? undefined })}
        allowDeselect={false}
        w={{ base: 'calc(50% - 5px)', sm: 160 }}
      />
      <EnvironmentSelect
        aria-label="Environment"
        placeholder="Environment"
        environments={environments}
        value={search.environment ?? null}
        onChange={(value) => set({ environment: value ?? undefined })}
        clearable
        w={{ base: 'calc(50% - 5px)', sm: 160 }}
      />
      <Select
        aria-label="Flag"
        placeholder="Flag"
        data={flags.map(({ key }) => key)}
        value={search.flag ?? null}
        onChange={(flag) => set({ flag: flag ?? undefined, variant: undefined, by: undefined })}
        clearable
        searchable
        limit={60}
        w={{ base: '100%', sm: 240 }}
      />
      {narrowing.map((name) =>
        search[name] === undefined ? null : (
          <Pill
            key={name}
            size="md"
            withRemoveButton
            onRemove={() => set({ [name]: undefined })}
            removeButtonProps={{ 'aria-label': `Any ${name}` }}
          >
            {name}: {search[name]}
          </Pill>
        ),
      )}
    </Group>
  );
}

const narrowing = ['variant', 'organisation', 'reason'] as const;

const periodNames = {
  day: '24 hours',
  week: '7 days',
  month: '30 days',
  quarter: '90 days',
} as const;
