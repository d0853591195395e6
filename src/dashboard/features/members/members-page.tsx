import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AdminsOnly } from '../../components/admins-only.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { useMe } from '../session/use-me.ts';
import { InvitationSection } from './invitation-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberRow } from './member-row.tsx';
import { membersQuery } from './members-query.ts';

/** Who may change flags, and who is asked to. */
export function MembersPage() {
  const me = useMe();
  const [isInviting, inviting] = useDisclosure();
  const mayAdminister = me.may('admin');
  return (
    <Page
      title="Members"
      says="Who may change flags. Nobody signs up: each is invited."
      actions={
        mayAdminister && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={inviting.open}>
            Invite
          </Button>
        )
      }
    >
      {mayAdminister ? (
        <>
          <MemberSection />
          <InvitationSection />
        </>
      ) : (
        <AdminsOnly what="Members and invitations" role={me.role} />
      )}
      {isInviting && <InviteDialog onClose={inviting.close} />}
    </Page>
  );
}

function MemberSection() {
  const { member: own } = useMe();
  const members = useInfiniteQuery(membersQuery);
  const found = members.data?.pages.flatMap((page) => page.members) ?? [];
  return (
    <Section title="Members" says="A role that changes counts from their next click.">
      {members.isPending && <WaitingRows label="Loading the members" rows={5} />}
      {members.error && <ErrorAlert error={members.error} />}
      {found.length > 0 && (
        <Table.ScrollContainer minWidth={300} type="native">
          <Table verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Member</Table.Th>
                <Table.Th w={126}>Role</Table.Th>
                <Table.Th w={130} visibleFrom="sm">
                  Joined
                </Table.Th>
                <Table.Th w={44} aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {found.map((member) => (
                <MemberRow key={member.id} member={member} isSelf={member.id === own?.id} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <LoadMore query={members} />
    </Section>
  );
}
