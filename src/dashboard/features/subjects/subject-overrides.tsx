import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { SubjectResource } from '../../../contract/subject.ts';
import { Section } from '../../components/section.tsx';
import { showInstant } from '../../lib/show-instant.ts';
import { useMe } from '../session/use-me.ts';
import { AddOverrideDialog } from './add-override-dialog.tsx';
import { EndMenu } from './end-menu.tsx';
import { useEndOverride } from './use-end-override.ts';

/** What they are given whatever the rules say, with when it ends. */
export function SubjectOverrides({ found }: { readonly found: SubjectResource }) {
  const [isAdding, adding] = useDisclosure();
  const mayChange = useMe().may('editor');
  const all = [...found.overrides, ...found.expired];
  return (
    <Section
      title="Overrides"
      says={`${found.overrides.length} in force, ${found.expired.length} expired.`}
      actions={
        mayChange && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={adding.open}
          >
            Add an override
          </Button>
        )
      }
    >
      {all.length > 0 && (
        <Table.ScrollContainer minWidth={560}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Flag</Table.Th>
                <Table.Th>Variant</Table.Th>
                <Table.Th>Ends</Table.Th>
                <Table.Th>Reason</Table.Th>
                <Table.Th aria-label="What can be done" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((override) => (
                <OverrideRow
                  key={`${override.flag} ${override.scope}`}
                  override={override}
                  isExpired={found.expired.includes(override)}
                  mayChange={mayChange}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <AddOverrideDialog found={found} isOpen={isAdding} onClose={adding.close} />
    </Section>
  );
}

interface OverrideRowProps {
  readonly override: SubjectResource['overrides'][number];
  readonly isExpired: boolean;
  readonly mayChange: boolean;
}

function OverrideRow({ override, isExpired, mayChange }: OverrideRowProps) {
  const { flag, scope, subject, variant, expires_at, reason } = override;
  const { expire, remove } = useEndOverride(override);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={550}>
          {flag}
        </Text>
        <Text size="xs" c="dimmed">
          of {scope} {subject}
        </Text>
      </Table.Td>
      <Table.Td>{variant}</Table.Td>
      <Table.Td>
        {isExpired ? (
          <Badge color="gray" variant="light" tt="none">
            expired
          </Badge>
        ) : expires_at === null || expires_at === undefined ? (
          'never'
        ) : (
          showInstant(expires_at)
        )}
      </Table.Td>
      <Table.Td>{reason}</Table.Td>
      <Table.Td>
        {mayChange && (
          <Group gap={4} justify="flex-end" wrap="nowrap">
            <EndMenu
              label={`When the override of ${flag} ends`}
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
              aria-label={`Remove the override of ${flag}`}
            >
              Remove
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
