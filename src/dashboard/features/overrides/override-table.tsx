import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { serverNow } from '../../lib/server-clock.ts';
import { showInstant } from '../../lib/show-instant.ts';
import { FlagLink } from '../flags/flag-link.tsx';
import { EndMenu } from './end-menu.tsx';
import type { Override } from './override-route.ts';
import { useEndOverride } from './use-end-override.ts';

interface OverrideTableProps {
  readonly overrides: readonly Override[];
  /** What tells them apart: on the page of a flag whose they are, elsewhere of which flag. */
  readonly by: 'flag' | 'subject';
  /** Of whom the page is: not told again. */
  readonly subject?: string;
  readonly isReadOnly: boolean;
}

/** Who is given what, why and until when, with the ways to end it. */
export const OverrideTable = ({ overrides, by, subject, isReadOnly }: OverrideTableProps) => (
  <Table.ScrollContainer minWidth={290} type="native">
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{by === 'flag' ? 'Flag' : 'Of'}</Table.Th>
          <Table.Th className="unbroken">Is served</Table.Th>
          <Table.Th visibleFrom="sm">Ends</Table.Th>
          <Table.Th visibleFrom="sm">Reason</Table.Th>
          {!isReadOnly && <Table.Th w={{ base: 96, sm: 190 }} aria-label="What can be done" />}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {overrides.map((override) => (
          <OverrideRow
            key={`${override.flag} ${override.scope} ${override.subject}`}
            {...{ override, by, isReadOnly, ...(subject && { subject }) }}
          />
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

interface OverrideRowProps extends Omit<OverrideTableProps, 'overrides'> {
  readonly override: Override;
}

const OverrideRow = ({ override, by, subject, isReadOnly }: OverrideRowProps) => (
  <Table.Tr>
    <Table.Td className="wraps-anywhere">
      {by === 'flag' ? (
        <FlagLink flag={override.flag} environment={override.environment} />
      ) : (
        <Text size="sm" fw={550}>
          {override.subject}
        </Text>
      )}
      {by === 'subject' && (
        <Text size="xs" c="dimmed">
          {override.scope}
        </Text>
      )}
      {by === 'flag' && override.subject !== subject && (
        <Text size="xs" c="dimmed">
          of {override.scope} {override.subject}
        </Text>
      )}
      <Text size="xs" c="dimmed" hiddenFrom="sm">
        {override.expires_at !== null && `Ends ${showInstant(override.expires_at)}. `}
        {override.reason}
      </Text>
    </Table.Td>
    <Table.Td>{override.variant}</Table.Td>
    <Table.Td visibleFrom="sm">
      <End at={override.expires_at} />
    </Table.Td>
    <Table.Td visibleFrom="sm" className="wraps-anywhere">
      {override.reason}
    </Table.Td>
    {!isReadOnly && (
      <Table.Td>
        <Ways override={override} of={by === 'flag' ? override.flag : override.subject} />
      </Table.Td>
    )}
  </Table.Tr>
);

function End({ at }: { readonly at: string | null }) {
  const isOver = at !== null && Date.parse(at) <= serverNow();
  return (
    <Group gap={6}>
      <Text size="sm" {...(at === null && { c: 'dimmed' })}>
        {at === null ? 'never' : showInstant(at)}
      </Text>
      {isOver && (
        <Badge size="sm" color="gray" variant="light" tt="none">
          expired
        </Badge>
      )}
    </Group>
  );
}

function Ways({ override, of }: { readonly override: Override; readonly of: string }) {
  const { expire, remove } = useEndOverride(override);
  return (
    <Group gap={4} justify="flex-end">
      <EndMenu
        label={`When the override of ${of} ends`}
        isPending={expire.isPending}
        isDisabled={remove.isPending}
        onChoose={expire.mutate}
      />
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        loading={remove.isPending}
        disabled={expire.isPending}
        onClick={() => remove.mutate()}
        aria-label={`Remove the override of ${of}`}
      >
        Remove
      </Button>
    </Group>
  );
}
