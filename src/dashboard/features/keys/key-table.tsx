import { Badge, Group, Table, Text } from '@mantine/core';
import type { KeyResource } from '../../../contract/access/api-key.ts';
import { Moment } from '../../components/moment.tsx';
import { serverNow } from '../../lib/server-clock.ts';
import type { KeyAsked } from './key-asked.ts';
import { KeyMenu } from './key-menu.tsx';
import { isOver, keyState } from './key-state.ts';
import { LastUsed } from './last-used.tsx';

interface KeyTableProps {
  readonly keys: readonly KeyResource[];
  readonly onAsk: (asked: KeyAsked) => void;
}

export const KeyTable = ({ keys, onAsk }: KeyTableProps) => (
  <Table.ScrollContainer minWidth={300} type="native">
    <Table verticalSpacing={7} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Key</Table.Th>
          <Table.Th w={76}>Kind</Table.Th>
          <Table.Th visibleFrom="md" w="38%">
            May
          </Table.Th>
          <Table.Th w={180} visibleFrom="sm">
            Last used
          </Table.Th>
          <Table.Th w={44} aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onAsk={onAsk} />
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

interface KeyRowProps extends Pick<KeyTableProps, 'onAsk'> {
  readonly apiKey: KeyResource;
}

function KeyRow({ apiKey: key, onAsk }: KeyRowProps) {
  const state = keyState(key, serverNow());
  return (
    <Table.Tr>
      <Table.Td className="wraps-anywhere">
        <Group gap={8}>
          <Text size="sm" fw={550} {...(isOver(state) && { td: 'line-through' })}>
            {key.name}
          </Text>
          {state !== 'good' && <State apiKey={key} />}
        </Group>
        <Text size="xs" c="dimmed" ff="monospace">
          {key.prefix}…
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{key.kind}</Text>
      </Table.Td>
      <Table.Td visibleFrom="md" className="wraps-anywhere">
        <Text size="sm" c="dimmed" lineClamp={2}>
          {whatItMay(key)}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" c="dimmed">
          <LastUsed at={key.last_used_at} />
        </Text>
      </Table.Td>
      <Table.Td>{!isOver(state) && <KeyMenu apiKey={key} onAsk={onAsk} />}</Table.Td>
    </Table.Tr>
  );
}

function State({ apiKey: { expires_at, revoked_at } }: { readonly apiKey: KeyResource }) {
  const isRevoked = revoked_at !== null;
  const at = revoked_at ?? expires_at;
  const isGood = !isRevoked && at !== null && Date.parse(at) > serverNow();
  return (
    <Badge size="sm" variant="light" tt="none" color={isGood ? 'orange' : 'gray'}>
      {isRevoked ? 'revoked' : isGood ? 'ends' : 'ended'} {at !== null && <Moment at={at} />}
    </Badge>
  );
}

function whatItMay({ kind, role, allowed_origins }: KeyResource): string {
  if (kind === 'admin') return `the role ${role}`;
  if (kind === 'server') return 'every flag';
  const isAnywhere = allowed_origins.includes('*');
  return `flags for browsers, ${isAnywhere ? 'from every origin' : `from ${allowed_origins.join(', ') || 'no page'}`}`;
}
