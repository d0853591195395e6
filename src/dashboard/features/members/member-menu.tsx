import { ActionIcon, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots, IconKey, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { MemberResource } from '../../../contract/access/member.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf } from '../../lib/api.ts';

interface MemberMenuProps {
  readonly member: MemberResource;
  readonly isSelf: boolean;
}

/** What else can be done about a member. */
export function MemberMenu({ member, isSelf }: MemberMenuProps) {
  const [isRemoving, setIsRemoving] = useState(false);
  const issuing = useMutation({
    mutationFn: () =>
      bodyOf(admin.members[':id']['password-reset'].$post({ param: { id: member.id }, json: {} })),
    onError: (error) => showFailure(error, 'There is no link'),
  });
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More about ${member.email}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconKey size={16} />} onClick={() => issuing.mutate()}>
            Link to a new password
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={16} />}
            color="red"
            disabled={isSelf}
            onClick={() => setIsRemoving(true)}
          >
            {isSelf ? 'Only others can remove you' : 'Remove'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {issuing.data && (
        <ShownOnce
          title={`A new password for ${member.email}`}
          secrets={[{ label: 'Link', value: issuing.data.link }]}
          onClose={issuing.reset}
        >
          <Text size="sm">
            Hand it over yourself; nothing is sent. It counts once, until{' '}
            <Moment at={issuing.data.expires_at} />. Nothing changes until it is used; then all
            their log-ins end.
          </Text>
        </ShownOnce>
      )}
      {isRemoving && <Removal member={member} onClose={() => setIsRemoving(false)} />}
    </>
  );
}

interface RemovalProps {
  readonly member: MemberResource;
  readonly onClose: () => void;
}

function Removal({ member: { id, name, email }, onClose }: RemovalProps) {
  const queryClient = useQueryClient();
  const removing = useMutation({
    mutationFn: () => bodyOf(admin.members[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      onClose();
      notifications.show({ color: 'green', message: `${name} is no member any more.` });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['members'] }),
        queryClient.invalidateQueries({ queryKey: ['invitations'] }),
      ]);
    },
  });
  return (
    <ConfirmDialog
      title="Remove a member"
      typed={email}
      action="Remove"
      doing={removing}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
      says="Their log-ins, passkeys and the links they handed out end at once. Admin keys belong to nobody: revoke those that they have seen. The audit log goes on naming them."
    />
  );
}
