import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { AdminsOnly } from '../../components/admins-only.tsx';
import { Page } from '../../components/page.tsx';
import { useMe } from '../session/use-me.ts';
import { InvitationSection } from './invitation-section.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberSection } from './member-section.tsx';

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
