import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconDots, IconPencil, IconRefresh, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { ShownOnce } from '../../components/shown-once.tsx';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { EditWebhookDialog } from './edit-webhook-dialog.tsx';
import { webhooksKey } from './webhooks-query.ts';

interface OfWebhook {
  readonly webhook: WebhookResource;
}

interface WebhookActionsProps extends OfWebhook {
  /** Whether somebody deleted it meanwhile. */
  readonly isGone: boolean;
}

/** What can be done with one. A test is sent at once, and its delivery is opened. */
export function WebhookActions({ webhook, isGone }: WebhookActionsProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete'>();
  const close = () => setOpen(undefined);
  const testing = useMutation({
    mutationFn: () => bodyOf(admin.webhooks[':id'].test.$post({ param: { id: webhook.id } })),
    onSuccess: ({ id }) =>
      navigate({
        to: '/webhooks/$webhook',
        params: { webhook: webhook.id },
        search: { delivery: id },
      }),
    onError: (error) => showFailure(error, 'Nothing was sent'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  return (
    <>
      <Button
        leftSection={<IconSend size={16} />}
        loading={testing.isPending}
        onClick={() => testing.mutate()}
      >
        Send a test
      </Button>
      <Button
        variant="default"
        leftSection={<IconPencil size={16} />}
        onClick={() => setOpen('edit')}
      >
        Edit
      </Button>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More about this webhook">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={16} />} onClick={() => setOpen('rotate')}>
            Rotate the secret
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} />}
            onClick={() => setOpen('delete')}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && <EditWebhookDialog webhook={webhook} isGone={isGone} onClose={close} />}
      {open === 'rotate' && <Rotation webhook={webhook} onClose={close} />}
      {open === 'delete' && <Deletion webhook={webhook} onClose={close} />}
    </>
  );
}

interface DialogProps extends OfWebhook {
  readonly onClose: () => void;
}

function Rotation({ webhook: { id, name, revision }, onClose }: DialogProps) {
  const queryClient = useQueryClient();
  const rotating = useMutation({
    mutationFn: () =>
      bodyOf(admin.webhooks[':id']['rotate-secret'].$post({ param: { id } }, ifMatch(revision))),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  if (rotating.data) {
    return (
      <ShownOnce
        title={`The new secret of ${name}`}
        secrets={[{ label: 'Secret', value: rotating.data.secret }]}
        onClose={onClose}
      >
        <Text size="sm">Messages are signed by both for a day: change your receiver before.</Text>
      </ShownOnce>
    );
  }
  return (
    <ConfirmDialog
      title="Rotate the secret"
      typed={name}
      action="Rotate"
      doing={rotating}
      onConfirm={() => rotating.mutate()}
      onClose={onClose}
      says="A new secret signs from now on. The old one goes on signing beside it for a day."
    />
  );
}

function Deletion({ webhook: { id, name, revision }, onClose }: DialogProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const deleting = useMutation({
    mutationFn: () => bodyOf(admin.webhooks[':id'].$delete({ param: { id } }, ifMatch(revision))),
    onSuccess: async () => {
      onClose();
      await navigate({ to: '/webhooks' });
      queryClient.removeQueries({ queryKey: [...webhooksKey, id] });
      await queryClient.invalidateQueries({ queryKey: webhooksKey });
    },
  });
  return (
    <ConfirmDialog
      title="Delete a webhook"
      typed={name}
      action="Delete"
      doing={deleting}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
      says="Its deliveries go with it, and nothing brings them back."
    />
  );
}
