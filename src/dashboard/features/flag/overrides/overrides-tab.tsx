import { ActionIcon, Badge, Button, Group, ScrollArea, Skeleton, Table, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { Section } from '../../../components/section.tsx';
import { showUndo } from '../../../components/show-undo.tsx';
import { showInstant } from '../../../lib/show-instant.ts';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { AddOverride } from './add-override.tsx';
import { type FlagOverride, flagOverridesQuery } from './overrides-query.ts';
import { useDeleteOverride, usePutOverride } from './use-change-override.ts';

interface OverridesTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly isReadOnly: boolean;
}

/** Who is served a variant of their own, whatever the flag serves to others. */
export function OverridesTab({ flag, state, isReadOnly }: OverridesTabProps) {
  const { environment } = state;
  const listed = useInfiniteQuery(flagOverridesQuery({ flag: flag.key, environment }));
  const overrides = listed.data?.pages.flatMap((page) => page.overrides) ?? [];
  return (
    <Section
      title={`Overrides in ${environment}`}
      says="They count while the flag is off too; only the emergency stop beats them."
    >
      {!isReadOnly && <AddOverride flag={flag} environment={environment} />}
      {listed.error && <ErrorAlert error={listed.error} />}
      {listed.isPending && <Skeleton height={120} />}
      {listed.data && overrides.length === 0 && (
        <Text c="dimmed" size="sm">
          Nobody has one.
        </Text>
      )}
      {overrides.length > 0 && <OverrideTable overrides={overrides} isReadOnly={isReadOnly} />}
      {listed.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={listed.isFetchingNextPage}
            onClick={() => void listed.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      )}
    </Section>
  );
}

interface OverrideTableProps {
  readonly overrides: readonly FlagOverride[];
  readonly isReadOnly: boolean;
}

function OverrideTable({ overrides, isReadOnly }: OverrideTableProps) {
  const put = usePutOverride();
  const remove = useDeleteOverride();
  const removeOf = (override: FlagOverride) =>
    remove.mutate(override, {
      onSuccess: () =>
        showUndo({
          message: `${override.subject} is served what everybody is.`,
          onUndo: () => put.mutate({ place: override, json: contentOf(override) }),
        }),
    });
  return (
    <ScrollArea type="auto">
      <Table verticalSpacing={6} miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Of</Table.Th>
            <Table.Th>Is served</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th>Until</Table.Th>
            {!isReadOnly && <Table.Th w={40} aria-label="Remove" />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {overrides.map((override) => (
            <Table.Tr key={`${override.scope} ${override.subject}`}>
              <Table.Td>
                <Text size="sm" fw={550} span>
                  {override.subject}
                </Text>{' '}
                <Text size="xs" c="dimmed" span>
                  {override.scope}
                </Text>
              </Table.Td>
              <Table.Td>{override.variant}</Table.Td>
              <Table.Td>{override.reason}</Table.Td>
              <Table.Td>
                <Expiry at={override.expires_at} />
              </Table.Td>
              {!isReadOnly && (
                <Table.Td>
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    disabled={remove.isPending}
                    onClick={() => removeOf(override)}
                    aria-label={`Remove the override of ${override.subject}`}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

function Expiry({ at }: { readonly at: string | null }) {
  if (at === null)
    return (
      <Text size="sm" c="dimmed">
        for ever
      </Text>
    );
  const isOver = Date.parse(at) <= Date.now();
  return (
    <Group gap={6}>
      {showInstant(at)}
      {isOver && (
        <Badge size="xs" color="orange" variant="light" tt="none">
          over
        </Badge>
      )}
    </Group>
  );
}

/** One that is over cannot be put back until then; it is put back without an end. */
const contentOf = ({ variant, reason, expires_at }: FlagOverride) => ({
  variant,
  reason: reason ?? null,
  expires_at: expires_at && Date.parse(expires_at) > Date.now() ? expires_at : null,
});
