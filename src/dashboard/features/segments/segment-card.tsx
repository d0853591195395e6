import { Collapse, Group, Paper, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { SegmentResource } from '../../../contract/flags/segment.ts';
import { describeCondition } from '../conditions/describe-condition.ts';
import type { SegmentUse } from './find-uses.ts';
import { SegmentEditor } from './segment-editor.tsx';
import { SegmentUses } from './segment-uses.tsx';

interface SegmentCardProps {
  readonly segment: SegmentResource;
  /** Undefined while it is not known. */
  readonly uses: readonly SegmentUse[] | undefined;
  readonly isOpen: boolean;
  /** Whether somebody deleted it while it was open. */
  readonly isGone: boolean;
  readonly onToggle: () => void;
}

/** A segment in a line; opened, what it says and what uses it. */
export function SegmentCard({ segment, uses, isOpen, isGone, onToggle }: SegmentCardProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const flags = uses && new Set(uses.flatMap(({ flag }) => flag ?? [])).size;
  return (
    <Paper withBorder component="section" aria-label={segment.key}>
      <UnstyledButton p="sm" w="100%" onClick={onToggle} aria-expanded={isOpen}>
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Chevron size={18} style={{ marginTop: 3, flexShrink: 0 }} />
          <div style={{ minWidth: 0, flex: 1 }}>
            <Group gap={8}>
              <Text fw={600} className="wraps-anywhere">
                {segment.name}
              </Text>
              <Text size="sm" c="dimmed" ff="monospace" className="wraps-anywhere">
                {segment.key}
              </Text>
            </Group>
            <Text size="sm" c="dimmed" lineClamp={2} className="wraps-anywhere">
              {describeCondition(segment.when)}
            </Text>
          </div>
          <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
            {flags === 0 ? 'no flag' : flags && `${flags} ${flags === 1 ? 'flag' : 'flags'}`}
          </Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        {isOpen && (
          <Group p="md" pt={0} align="flex-start" gap="lg">
            <SegmentEditor segment={segment} isUsed={uses?.length !== 0} isGone={isGone} />
            {uses && <SegmentUses uses={uses} />}
          </Group>
        )}
      </Collapse>
    </Paper>
  );
}
