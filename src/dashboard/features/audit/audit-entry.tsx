import { Collapse, Group, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { AuditEntryResource } from '../../../contract/access/audit.ts';
import { Moment } from '../../components/moment.tsx';
import { describeAction } from './action-words.ts';
import { Actor } from './actor.tsx';
import { EntryDetails } from './entry-details.tsx';
import { entryTarget } from './entry-target.ts';

/** Who did what to which, in a line; opened, before and after. */
export function AuditEntry({ entry }: { readonly entry: AuditEntryResource }) {
  const [isOpen, { toggle }] = useDisclosure();
  const { actor, action, environment, occurred_at, seq } = entry;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <UnstyledButton
        px="sm"
        py={7}
        w="100%"
        className="row-button"
        onClick={toggle}
        aria-expanded={isOpen}
      >
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Chevron size={16} style={{ marginTop: 3, flexShrink: 0 }} />
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text size="sm" className="wraps-anywhere">
              <b>{describeAction(action)}</b> {entryTarget(entry)}
              {environment && (
                <Text span c="dimmed">
                  {` in ${environment}`}
                </Text>
              )}
            </Text>
            <Text size="xs" c="dimmed" className="wraps-anywhere">
              <Actor id={actor} />
            </Text>
          </div>
          <Text size="xs" c="dimmed" ta="right" style={{ whiteSpace: 'nowrap' }}>
            <Moment at={occurred_at} />
            <br />
            {seq}
          </Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>{isOpen && <EntryDetails entry={entry} />}</Collapse>
    </div>
  );
}
