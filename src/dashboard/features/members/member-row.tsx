import { Badge, Group, Table, Text } from '@mantine/core';
import type { MemberResource } from '../../../contract/access/member.ts';
import { Moment } from '../../components/moment.tsx';
import { MemberMenu } from './member-menu.tsx';
import { RoleSelect } from './role-select.tsx';
import { useChangeRole } from './use-change-role.tsx';

interface MemberRowProps {
  readonly member: MemberResource;
  /** Nobody takes their own role away, or themselves, by mistake: another admin does. */
  readonly isSelf: boolean;
}

export function MemberRow({ member, isSelf }: MemberRowProps) {
  const change = useChangeRole(member);
  return (
    <Table.Tr>
      <Table.Td className="wraps-anywhere">
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {member.name}
          </Text>
          {isSelf && (
            <Badge size="sm" variant="light" tt="none">
              you
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {member.email}
        </Text>
      </Table.Td>
      <Table.Td>
        {isSelf ? (
          <Text size="sm">{member.role}</Text>
        ) : (
          <RoleSelect
            label={`Role of ${member.email}`}
            isLabelHidden
            value={change.isPending ? change.variables : member.role}
            disabled={change.isPending}
            onChange={change.mutate}
          />
        )}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Text size="sm" c="dimmed">
          <Moment at={member.created_at} />
        </Text>
      </Table.Td>
      <Table.Td>
        <MemberMenu member={member} isSelf={isSelf} />
      </Table.Td>
    </Table.Tr>
  );
}
