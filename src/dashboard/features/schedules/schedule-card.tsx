import { Badge, Button, Group, Paper, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import type { ScheduleResource } from '../../../contract/flags/schedule.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showInstant } from '../../lib/show-instant.ts';
import { Actor } from '../audit/actor.tsx';
import { FlagLink } from '../flags/flag-link.tsx';
import { changeText } from './change-text.ts';
import { useScheduleMove } from './use-schedule-move.ts';

interface ScheduleCardProps {
  readonly schedule: ScheduleResource;
  /** Whether it stands on the page of its flag and environment, and need not name them. */
  readonly isOfPage: boolean;
  readonly isReadOnly: boolean;
}

const colors = {
  pending: 'sea',
  paused: 'orange',
  done: 'teal',
  cancelled: 'gray',
  failed: 'red',
} as const;

/** A schedule with its steps, those that are done first, and what can be done with it. */
export function ScheduleCard({ schedule, isOfPage, isReadOnly }: ScheduleCardProps) {
  const { flag, environment, status, reason, failure, on_behalf_of, steps, next_step } = schedule;
  const isOpen = status === 'pending' || status === 'paused';
  return (
    <Paper withBorder p="sm" component="section" aria-label={`Schedule of ${flag}, ${status}`}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Group gap={8}>
            {!isOfPage && <FlagLink flag={flag} environment={environment} />}
            {!isOfPage && (
              <Text size="sm" c="dimmed">
                in {environment}
              </Text>
            )}
            <Badge color={colors[status]} variant="light" tt="none">
              {status}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed" mt={4} className="wraps-anywhere">
            {reason ? `${reason}, ` : ''}for <Actor id={on_behalf_of} />
          </Text>
          {failure && (
            <Text size="sm" c={status === 'failed' ? 'red' : 'orange'} className="wraps-anywhere">
              {failure}
            </Text>
          )}
        </div>
        {isOpen && !isReadOnly && <Moves schedule={schedule} />}
      </Group>
      <Timeline active={next_step - 1} bulletSize={14} lineWidth={2} mt="sm" className="steps">
        {steps.map(({ at, change, applied_at }) => (
          <Timeline.Item key={at} title={<Text size="sm">{changeText(change)}</Text>}>
            <Text size="xs" c="dimmed">
              {showInstant(applied_at ?? at)}
              {applied_at && ', done'}
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </Paper>
  );
}

function Moves({ schedule }: Pick<ScheduleCardProps, 'schedule'>) {
  const [isAsking, setAsking] = useState(false);
  const moving = useScheduleMove(schedule);
  const isPaused = schedule.status === 'paused';
  return (
    <Group gap="xs">
      <Button
        size="xs"
        variant={isPaused ? 'filled' : 'default'}
        disabled={moving.isPending}
        onClick={() => moving.mutate(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        disabled={moving.isPending}
        onClick={() => setAsking(true)}
      >
        Cancel
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Cancel the schedule of ${schedule.flag}?`}
          says="What was carried out stays. It cannot be taken up again."
          action="Cancel the schedule"
          back="Keep it"
          doing={moving}
          onConfirm={() => moving.mutate('cancel', { onSettled: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </Group>
  );
}
