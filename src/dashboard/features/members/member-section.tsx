import { Button, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ListSearch } from '../../components/list-search.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { hasWords } from '../../lib/has-words.ts';
import { useMe } from '../session/use-me.ts';
import { MemberRow } from './member-row.tsx';
import { membersQuery } from './members-query.ts';

const route = getRouteApi('/inside/members');

/** Each has a choice and a menu: hundreds at once take the browser a second. */
const rowsAtOnce = 50;

/** Who may change flags, found by name or address. */
export function MemberSection() {
  const { member: own } = useMe();
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const [most, setMost] = useState(rowsAtOnce);
  const members = useQuery(membersQuery);
  const all = members.data ?? [];
  const found = all.filter(({ name, email }) => hasWords(`${name} ${email}`, search));
  return (
    <Section title="Members" says="A role that changes counts from their next click.">
      <ListSearch
        length={all.length}
        label="Search members"
        placeholder="Name or address"
        value={search}
        onChange={(text) => void navigate({ search: { search: text }, replace: true })}
      />
      {members.isPending && <WaitingRows label="Loading the members" rows={5} />}
      {members.error && <ErrorAlert error={members.error} />}
      {members.data && found.length === 0 && <Text c="dimmed">Nobody is called so.</Text>}
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
              {found.slice(0, most).map((member) => (
                <MemberRow key={member.id} member={member} isSelf={member.id === own?.id} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {found.length > most && (
        <Group justify="center">
          <Button variant="default" onClick={() => setMost(most + rowsAtOnce)}>
            Show more
          </Button>
        </Group>
      )}
    </Section>
  );
}
