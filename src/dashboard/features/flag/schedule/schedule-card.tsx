import { Badge, Button, Group, Paper, Stack, Text, Timeline } from '@mantine/core';
import type { ScheduleResource } from '../../../../contract/schedule.ts';
import { showInstant } from '../../../lib/show-instant.ts';
import { describeChange } from './describe-change.ts';
import { type ScheduleVerb, useChangeSchedule } from './use-change-schedule.ts';

interface ScheduleCardProps {
  readonly schedule: ScheduleResource;
  readonly isReadOnly: boolean;
}

const colors = {
  pending: 'sea',
  paused: 'orange',
  done: 'teal',
  cancelled: 'gray',
  failed: 'red',
} as const;

/** One plan: its steps, what was done of it, and what can be done with it. */
export function ScheduleCard({ schedule, isReadOnly }: ScheduleCardProps) {
  const { status, steps, next_step, reason, failure } = schedule;
  const isOpen = status === 'pending' || status === 'paused';
  return (
    <Paper withBorder p="sm" component="article" aria-label={`Schedule, ${status}`}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Badge variant="light" color={colors[status]} tt="none">
              {status}
            </Badge>
            {reason !== null && <Text size="sm">{reason}</Text>}
          </Group>
          {isOpen && !isReadOnly && <Orders schedule={schedule} />}
        </Group>
        {failure !== null && (
          <Text size="sm" c={status === 'failed' ? 'red' : 'orange'}>
            {failure}
          </Text>
        )}
        <Timeline active={next_step - 1} bulletSize={14} lineWidth={2}>
          {steps.map(({ at, change, applied_at }) => (
            <Timeline.Item key={at} title={<Text size="sm">{describeChange(change)}</Text>}>
              <Text size="xs" c="dimmed">
                {applied_at === null ? showInstant(at) : `done ${showInstant(applied_at)}`}
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </Stack>
    </Paper>
  );
}

function Orders({ schedule }: Pick<ScheduleCardProps, 'schedule'>) {
  const changing = useChangeSchedule();
  const order = (verb: ScheduleVerb, says: string) => (
    <Button
      size="compact-sm"
      variant="default"
      disabled={changing.isPending}
      onClick={() => changing.mutate({ schedule, verb })}
    >
      {says}
    </Button>
  );
  return (
    <Group gap={6}>
      {schedule.status === 'paused' ? order('resume', 'Resume') : order('pause', 'Pause')}
      {order('cancel', 'Cancel the rest')}
    </Group>
  );
}
