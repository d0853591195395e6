import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { SessionResource } from '../../../contract/access/member.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Moment } from '../../components/moment.tsx';
import { Section } from '../../components/section.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { describeDevice } from './describe-device.ts';
import { sessionsKey, sessionsQuery } from './sessions-query.ts';

/** Where one is logged in, and the end of it. */
export function SessionSection() {
  const sessions = useInfiniteQuery(sessionsQuery);
  const others =
    sessions.data?.pages.flatMap((page) => page.sessions.filter((each) => !each.is_current)) ?? [];
  return (
    <Section
      title="Sessions"
      says="Where you are logged in. One that ends does so at once."
      actions={others.length > 1 && !sessions.hasNextPage && <EndOthers others={others} />}
    >
      {sessions.isPending && <WaitingRows label="Loading your sessions" rows={2} />}
      {sessions.error && <ErrorAlert error={sessions.error} />}
      <Stack gap={0} className="rows">
        {sessions.data?.pages.flatMap((page) =>
          page.sessions.map((session) => <SessionRow key={session.id} session={session} />),
        )}
      </Stack>
      <LoadMore query={sessions} />
    </Section>
  );
}

/** All but this one, as after a device was lost. */
function EndOthers({ others }: { readonly others: readonly SessionResource[] }) {
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: () =>
      Promise.all(
        others.map(({ id }) => bodyOf(admin.sessions[':id'].revoke.$post({ param: { id } }))),
      ),
    onError: (error) => showFailure(error, 'Not all of them were ended'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  });
  return (
    <Button variant="default" size="xs" loading={ending.isPending} onClick={() => ending.mutate()}>
      End all others
    </Button>
  );
}

function SessionRow({ session }: { readonly session: SessionResource }) {
  const queryClient = useQueryClient();
  const ending = useMutation({
    mutationFn: () => bodyOf(admin.sessions[':id'].revoke.$post({ param: { id: session.id } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: sessionsKey }),
  });
  const device = describeDevice(session.user_agent);
  return (
    <Group justify="space-between" wrap="nowrap" py={8}>
      <div>
        <Group gap={8}>
          <Text size="sm" fw={550} title={session.user_agent ?? undefined}>
            {device}
          </Text>
          {session.is_current && (
            <Badge size="sm" variant="light" tt="none">
              this one
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {session.address ?? 'address not known'}, since <Moment at={session.created_at} />, until{' '}
          <Moment at={session.expires_at} />
        </Text>
        {ending.error && <ErrorAlert error={ending.error} title="It was not ended" />}
      </div>
      {!session.is_current && (
        <Button
          variant="default"
          size="xs"
          loading={ending.isPending}
          onClick={() => ending.mutate()}
          aria-label={`End the session of ${device}`}
          flex="none"
        >
          End
        </Button>
      )}
    </Group>
  );
}
