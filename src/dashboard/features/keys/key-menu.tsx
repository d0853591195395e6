import { ActionIcon, Menu } from '@mantine/core';
import { IconBan, IconDots, IconPencil, IconRefresh } from '@tabler/icons-react';
import type { KeyResource } from '../../../contract/access/api-key.ts';
import type { KeyAsked } from './key-asked.ts';

interface KeyMenuProps {
  readonly apiKey: KeyResource;
  readonly onAsk: (asked: KeyAsked) => void;
}

/** What can be done about a key that is still good. */
export function KeyMenu({ apiKey, onAsk }: KeyMenuProps) {
  const ask = (what: KeyAsked['what']) => onAsk({ what, apiKey });
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More about the key ${apiKey.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => ask('edit')}>
          Edit
        </Menu.Item>
        <Menu.Item
          leftSection={<IconRefresh size={16} />}
          disabled={apiKey.replaced_by !== null}
          onClick={() => ask('rotate')}
        >
          {apiKey.replaced_by === null ? 'Rotate' : 'Has a successor'}
        </Menu.Item>
        <Menu.Item leftSection={<IconBan size={16} />} color="red" onClick={() => ask('revoke')}>
          Revoke
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
