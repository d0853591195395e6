import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyResource } from '../../../contract/access/api-key.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { EditKeyDialog } from './edit-key-dialog.tsx';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

interface OfKey {
  readonly apiKey: KeyResource;
}

/** What can be done about a key that is still good. */
export function KeyMenu({ apiKey }: OfKey) {
  const [open, setOpen] = useState<'edit' | 'rotate' | 'revoke'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`More about the key ${apiKey.name}`}
          >
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setOpen('edit')}>
            Edit
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRefresh size={16} />}
            disabled={apiKey.replaced_by !== null}
            onClick={() => setOpen('rotate')}
          >
            {apiKey.replaced_by === null ? 'Rotate' : 'Has a successor'}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBan size={16} />}
            color="red"
            onClick={() => setOpen('revoke')}
          >
            Revoke
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && <EditKeyDialog apiKey={apiKey} onClose={close} />}
      {open === 'rotate' && <RotateKeyDialog apiKey={apiKey} onClose={close} />}
      {open === 'revoke' && <Revocation apiKey={apiKey} onClose={close} />}
    </>
  );
}

function Revocation({
  apiKey: { id, name, kind },
  onClose,
}: OfKey & { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoking = useMutation({
    mutationFn: () => bodyOf(admin.keys[':id'].revoke.$post({ param: { id } })),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  const when = kind === 'admin' ? 'at once' : 'within a minute, everywhere';
  return (
    <ConfirmDialog
      title="Revoke a key"
      typed={name}
      action="Revoke for good"
      doing={revoking}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
      says={`It is refused ${when}. Nothing brings it back. To change keys without a gap, rotate it.`}
    />
  );
}
