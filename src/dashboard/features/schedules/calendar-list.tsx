import { Badge, Center, Group, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { UpcomingChange } from '../../../contract/flags/schedule.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { showWeekday } from '../../lib/show-instant.ts';
import { Actor } from '../audit/actor.tsx';
import { FlagLink } from '../flags/flag-link.tsx';
import { changeText } from './change-text.ts';
import { calendarQuery, type ScheduleFilter } from './schedules-query.ts';

/** Every step to come, day by day. */
export function CalendarList({ filter }: { readonly filter: ScheduleFilter }) {
  const upcoming = useInfiniteQuery(calendarQuery(filter));
  const changes = upcoming.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Stack gap="md">
      {upcoming.error && <ErrorAlert error={upcoming.error} title="They could not be loaded" />}
      {upcoming.isLoading && <WaitingRows label="Loading the calendar" />}
      {[...Map.groupBy(changes, dayOf)].map(([day, all]) => (
        <Section key={day} title={day}>
          <Table verticalSpacing={6}>
            <Table.Tbody>
              {all.map((change) => (
                <Step key={`${change.schedule} ${change.step}`} step={change} />
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      ))}
      {upcoming.data && changes.length === 0 && (
        <Center mih={220}>
          <Text c="dimmed">Nothing is planned.</Text>
        </Center>
      )}
      <LoadMore query={upcoming} />
    </Stack>
  );
}

const dayOf = ({ at }: UpcomingChange): string => showWeekday(new Date(at), new Date());

const Step = ({ step }: { readonly step: UpcomingChange }) => (
  <Table.Tr>
    <Table.Td w={84} style={{ verticalAlign: 'top' }}>
      <Text size="sm" fw={600}>
        {new Date(step.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
      </Text>
    </Table.Td>
    <Table.Td>
      <Group gap="0 8px">
        <FlagLink flag={step.flag} environment={step.environment} />
        <Text size="sm" c="dimmed">
          in {step.environment}
        </Text>
        {step.status === 'paused' && (
          <Badge color="yellow" variant="light" tt="none">
            paused
          </Badge>
        )}
      </Group>
      <Text size="sm">{changeText(step.change)}</Text>
      <Text size="xs" c="dimmed" className="wraps-anywhere">
        {step.reason ? `${step.reason}, ` : ''}for <Actor id={step.on_behalf_of} />
      </Text>
    </Table.Td>
  </Table.Tr>
);
