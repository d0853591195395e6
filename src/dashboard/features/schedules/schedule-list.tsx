import { Center, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { type ScheduleFilter, type ScheduleStatus, schedulesQuery } from './schedules-query.ts';

interface ScheduleListProps {
  readonly filter: ScheduleFilter & { readonly status?: ScheduleStatus };
  /** Whether all are of the flag and the environment of the page. */
  readonly isOfPage?: boolean;
  readonly isReadOnly: boolean;
}

export function ScheduleList({ filter, isOfPage = false, isReadOnly }: ScheduleListProps) {
  const list = useInfiniteQuery(schedulesQuery(filter));
  const schedules = list.data?.pages.flatMap((page) => page.schedules) ?? [];
  return (
    <Stack gap="sm">
      {list.error && <ErrorAlert error={list.error} title="They could not be loaded" />}
      {list.isLoading && <WaitingRows label="Loading the schedules" />}
      {schedules.map((schedule) => (
        <ScheduleCard key={schedule.id} {...{ schedule, isOfPage, isReadOnly }} />
      ))}
      {list.data && schedules.length === 0 && (
        <Center mih={isOfPage ? 0 : 220}>
          <Text c="dimmed">{isOfPage ? 'Nothing is planned.' : 'There is none.'}</Text>
        </Center>
      )}
      <LoadMore query={list} />
    </Stack>
  );
}
