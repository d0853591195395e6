import { Badge, Button, Group, Paper, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import type { ScheduleResource } from '../../../contract/schedule.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showInstant } from '../../lib/show-instant.ts';
import { useMe } from '../session/use-me.ts';
import { changeText } from './change-text.ts';
import { FlagLink } from './flag-link.tsx';
import { useScheduleMove } from './use-schedule-move.ts';

const colors = {
  pending: 'blue',
  paused: 'yellow',
  done: 'green',
  cancelled: 'gray',
  failed: 'red',
} as const;

/** A schedule with its steps, those that are done first, and what can be done with it. */
export function ScheduleCard({ schedule }: { readonly schedule: ScheduleResource }) {
  const { flag, environment, status, reason, failure, on_behalf_of, steps, next_step } = schedule;
  return (
    <Paper withBorder p="sm" component="section" aria-label={`Schedule of ${flag}`}>
      <Group justify="space-between" align="flex-start">
        <div style={{ flex: '1 1 260px', minWidth: 0 }}>
          <Group gap={8}>
            <FlagLink flag={flag} />
            <Text size="sm" c="dimmed">
              in {environment}
            </Text>
            <Badge color={colors[status]} variant="light" tt="none">
              {status}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed" className="wraps-anywhere">
            {reason ? `${reason}, ` : ''}for {on_behalf_of}
          </Text>
          {failure && (
            <Text size="sm" c="red" className="wraps-anywhere">
              {failure}
            </Text>
          )}
        </div>
        <Moves schedule={schedule} />
      </Group>
      <Timeline active={next_step - 1} bulletSize={14} lineWidth={2} mt="sm">
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

function Moves({ schedule }: { readonly schedule: ScheduleResource }) {
  const { pause, resume, cancel } = useScheduleMove(schedule);
  const [isAsking, setAsking] = useState(false);
  const mayChange = useMe().may('editor');
  const isOpen = schedule.status === 'pending' || schedule.status === 'paused';
  if (!isOpen || !mayChange) return null;
  return (
    <Group gap="xs">
      {schedule.status === 'pending' ? (
        <Button
          size="xs"
          variant="default"
          loading={pause.isPending}
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      ) : (
        <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate()}>
          Resume
        </Button>
      )}
      <Button
        size="xs"
        variant="subtle"
        color="red"
        loading={cancel.isPending}
        onClick={() => setAsking(true)}
      >
        Cancel
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Cancel the schedule of ${schedule.flag}?`}
          says="What was carried out stays. It cannot be taken up again."
          action="Cancel the schedule"
          doing={cancel}
          onConfirm={() => cancel.mutate(undefined, { onSettled: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </Group>
  );
}
