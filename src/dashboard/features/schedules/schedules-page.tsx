import { Group, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { Page } from '../../components/page.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { useMe } from '../session/use-me.ts';
import { CalendarList } from './calendar-list.tsx';
import { ScheduleList } from './schedule-list.tsx';
import { views } from './schedule-search.ts';

const route = getRouteApi('/inside/schedules');

const labels = {
  calendar: 'Calendar',
  open: 'Open',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const;

export function SchedulesPage() {
  const search = route.useSearch();
  const { view = 'calendar', environment, flag } = search;
  const navigate = useNavigate({ from: '/schedules' });
  const mayChange = useMe().may('editor');
  const { data: environments = [] } = useQuery(environmentsQuery);
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <Page
      title="Schedules"
      says="Changes that happen by themselves. A new one is made on the page of its flag."
    >
      <Group gap="xs">
        <SegmentedControl
          aria-label="Which schedules"
          data={views.map((value) => ({ value, label: labels[value] }))}
          value={view}
          onChange={(value) => set({ view: value as typeof view })}
          w={{ base: '100%', xs: 'auto' }}
          className="tight-choice"
        />
        <EnvironmentSelect
          aria-label="Environment"
          placeholder="Environment"
          environments={environments}
          value={environment ?? null}
          onChange={(value) => set({ environment: value ?? undefined })}
          clearable
          w={{ base: '100%', xs: 170 }}
        />
      </Group>
      {view === 'calendar' ? (
        <CalendarList filter={{ environment, flag }} />
      ) : (
        <ScheduleList filter={{ environment, flag, status: view }} isReadOnly={!mayChange} />
      )}
    </Page>
  );
}
