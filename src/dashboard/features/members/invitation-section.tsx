import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { InvitationResource } from '../../../contract/access/member.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Moment } from '../../components/moment.tsx';
import { Section } from '../../components/section.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { Actor } from '../audit/actor.tsx';
import { invitationsQuery } from './members-query.ts';

/** Who was asked to join, newest first, with what came of it. */
export function InvitationSection() {
  const invitations = useInfiniteQuery(invitationsQuery);
  const found = invitations.data?.pages.flatMap((page) => page.invitations);
  return (
    <Section title="Invitations" says="Each link counts once. It ends with whoever made it.">
      {invitations.isPending && <WaitingRows label="Loading the invitations" rows={2} />}
      {invitations.error && <ErrorAlert error={invitations.error} />}
      {found?.length === 0 && (
        <Text size="sm" c="dimmed">
          Nobody was invited yet.
        </Text>
      )}
      <Stack gap={0} className="rows">
        {found?.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </Stack>
      <LoadMore query={invitations} />
    </Section>
  );
}

function InvitationRow({ invitation }: { readonly invitation: InvitationResource }) {
  const queryClient = useQueryClient();
  const { id, email, role, invited_by, created_at } = invitation;
  const state = stateOf(invitation, serverNow());
  const revoking = useMutation({
    mutationFn: () => bodyOf(admin.invitations[':id'].revoke.$post({ param: { id } })),
    onError: (error) => showFailure(error, 'It was not revoked'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  return (
    <Group justify="space-between" wrap="nowrap" py={8}>
      <div className="wraps-anywhere">
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {email}
          </Text>
          <Badge size="sm" variant="light" tt="none" color={state === 'open' ? 'sea' : 'gray'}>
            {state}
          </Badge>
        </Group>
        <Text size="xs" c="dimmed">
          as {role}, by <Actor id={invited_by} />, <Moment at={created_at} />
          {state === 'open' && (
            <>
              ; ends <Moment at={invitation.expires_at} />
            </>
          )}
        </Text>
      </div>
      {state === 'open' && (
        <Button
          variant="default"
          size="xs"
          loading={revoking.isPending}
          onClick={() => revoking.mutate()}
          aria-label={`Revoke the invitation of ${email}`}
          flex="none"
        >
          Revoke
        </Button>
      )}
    </Group>
  );
}

function stateOf({ accepted_at, revoked_at, expires_at }: InvitationResource, now: number) {
  if (accepted_at !== null) return 'accepted';
  if (revoked_at !== null) return 'revoked';
  return Date.parse(expires_at) > now ? 'open' : 'out of date';
}
