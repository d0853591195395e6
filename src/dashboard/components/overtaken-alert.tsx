import { Alert, Button, Group, Table, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';

export interface Differing {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

interface OvertakenAlertProps {
  readonly differing: readonly Differing[];
  /** Applies what the reader meant to what is there now. */
  readonly onAgain: () => void;
  /** Takes what is there now instead. */
  readonly onGiveUp: () => void;
}

/** Somebody else was faster: what the reader meant, beside what is there now. */
export const OvertakenAlert = ({ differing, onAgain, onGiveUp }: OvertakenAlertProps) => (
  <Alert color="yellow" icon={<IconGitMerge />} title="Somebody else was faster" role="alert">
    <Text size="sm">It was changed while you had it open. Yours is not saved yet.</Text>
    <Table my="xs" withRowBorders={false} verticalSpacing={4} fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th>Yours</Table.Th>
          <Table.Th>There now</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="wraps-anywhere">
        {differing.map(({ label, mine, theirs }) => (
          <Table.Tr key={label}>
            <Table.Th scope="row">{label}</Table.Th>
            <Table.Td>{mine}</Table.Td>
            <Table.Td>{theirs}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
    <Group gap="xs">
      <Button size="xs" onClick={onAgain}>
        Save mine
      </Button>
      <Button size="xs" variant="default" onClick={onGiveUp}>
        Keep theirs
      </Button>
    </Group>
  </Alert>
);
