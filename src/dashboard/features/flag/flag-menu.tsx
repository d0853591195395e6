import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconCopy,
  IconDotsVertical,
  IconStack2,
  IconTrash,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { lazyPart } from '../../components/lazy-part.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { CreateFlagDialog } from '../flags/create-flag-dialog.tsx';
import { useMe } from '../session/use-me.ts';
import type { FlagDetail } from './flag-query.ts';
import { useEndFlag } from './use-end-flag.ts';

type Asked = 'duplicate' | 'copy' | 'archive' | 'delete';

const CopyDialog = lazyPart(
  async () => (await import('../environments/copy-dialog.tsx')).CopyDialog,
);

interface FlagMenuProps {
  readonly flag: FlagDetail;
  /** Which is looked at. */
  readonly environment: string | undefined;
}

/** What is done with a flag as a whole. */
export function FlagMenu({ flag, environment }: FlagMenuProps) {
  const [asked, setAsked] = useState<Asked>();
  const { may } = useMe();
  const ending = useEndFlag(flag);
  const { data: environments = [] } = useQuery(environmentsQuery);
  const isArchived = flag.status === 'archived';
  const close = () => setAsked(undefined);
  if (!may('editor')) return null;
  return (
    <Group gap="xs">
      {isArchived && (
        <Button
          variant="default"
          leftSection={<IconArchiveOff size={16} />}
          loading={ending.isPending}
          onClick={() => ending.mutate('restore')}
        >
          Restore
        </Button>
      )}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label="More to do with this flag">
            <IconDotsVertical size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => setAsked('duplicate')}>
            Duplicate
          </Menu.Item>
          {!isArchived && environment !== undefined && environments.length > 1 && (
            <Menu.Item leftSection={<IconStack2 size={16} />} onClick={() => setAsked('copy')}>
              Copy from another environment
            </Menu.Item>
          )}
          {!isArchived && (
            <Menu.Item
              leftSection={<IconArchive size={16} />}
              disabled={flag.permanent}
              onClick={() => setAsked('archive')}
            >
              {flag.permanent ? 'Permanent: not archived' : 'Archive'}
            </Menu.Item>
          )}
          {isArchived && may('admin') && (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} />}
              onClick={() => setAsked('delete')}
            >
              Delete for good
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'duplicate' && <CreateFlagDialog onClose={close} like={flag} />}
      {asked === 'copy' && environment !== undefined && (
        <CopyDialog
          environment={{ key: environment }}
          environments={environments}
          only={flag.key}
          onClose={close}
        />
      )}
      {asked === 'archive' && <AskToArchive flag={flag} onClose={close} />}
      {asked === 'delete' && <AskToDelete flag={flag} onClose={close} />}
    </Group>
  );
}

interface AskProps {
  readonly flag: FlagDetail;
  readonly onClose: () => void;
}

function AskToArchive({ flag, onClose }: AskProps) {
  const ending = useEndFlag(flag);
  const isServed = flag.environments.some(
    ({ environment, is_enabled }) => is_enabled && isProduction(environment),
  );
  return (
    <ConfirmDialog
      title="Archive this flag"
      says="It is no longer served to anybody: code that asks for it gets its own default. Nothing is lost, and it can be restored."
      typed={isServed ? flag.key : undefined}
      action="Archive"
      doing={ending}
      onConfirm={() => ending.mutate('archive', { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

function AskToDelete({ flag, onClose }: AskProps) {
  const ending = useEndFlag(flag);
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title="Delete this flag for good"
      says="Its definition, states, overrides and schedules go. The audit log keeps them; there is no other way back."
      typed={flag.key}
      action="Delete for good"
      doing={ending}
      onConfirm={() =>
        ending.mutate('delete', { onSuccess: () => void navigate({ to: '/flags', search: {} }) })
      }
      onClose={onClose}
    />
  );
}
