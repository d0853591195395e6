import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { deletePasskey, type Passkey, passkeysQuery, renamePasskey } from './passkeys.ts';

export function PasskeyRow({ passkey }: { readonly passkey: Passkey }) {
  const [isRenaming, renaming] = useDisclosure();
  const [isRemoving, removing] = useDisclosure();
  const name = passkey.name ?? 'Passkey';
  if (isRenaming) return <Renaming passkey={passkey} onDone={renaming.close} />;
  return (
    <Group justify="space-between" wrap="nowrap" py={8}>
      <div>
        <Text size="sm" fw={550} className="wraps-anywhere">
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          since <Moment at={passkey.createdAt} />
        </Text>
      </div>
      <Group gap={4} wrap="nowrap" flex="none">
        <Act label={`Rename ${name}`} icon={<IconPencil size={17} />} onClick={renaming.open} />
        <Act label={`Remove ${name}`} icon={<IconTrash size={17} />} onClick={removing.open} />
      </Group>
      {isRemoving && <Removing passkey={passkey} name={name} onClose={removing.close} />}
    </Group>
  );
}

interface ActProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly onClick: () => void;
}

const Act = ({ label, icon, onClick }: ActProps) => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" onClick={onClick} aria-label={label}>
      {icon}
    </ActionIcon>
  </Tooltip>
);

function Renaming({ passkey, onDone }: { readonly passkey: Passkey; readonly onDone: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(passkey.name ?? '');
  const saving = useMutation({
    mutationFn: () => renamePasskey({ id: passkey.id, name }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Group gap="xs" py={8}>
        <TextInput
          aria-label="Name of the passkey"
          required
          autoFocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && onDone()}
        />
        <Button type="submit" variant="default" loading={saving.isPending}>
          Rename
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          Cancel
        </Button>
      </Group>
      {saving.error && <ErrorAlert error={saving.error} title="It was not renamed" />}
    </form>
  );
}

interface RemovingProps {
  readonly passkey: Passkey;
  readonly name: string;
  readonly onClose: () => void;
}

function Removing({ passkey, name, onClose }: RemovingProps) {
  const queryClient = useQueryClient();
  const removing = useMutation({
    mutationFn: () => deletePasskey(passkey.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey }),
  });
  return (
    <ConfirmDialog
      title="Remove a passkey"
      typed={name}
      action="Remove"
      doing={removing}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
      says="Nobody logs in by it any more. The device may go on offering it; delete it there as well."
    />
  );
}
