import { Button, Group, Kbd, Paper, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { modKey } from '../lib/mod-key.ts';

interface SaveBarProps {
  /** What was changed, in a few words each. */
  readonly changed: readonly string[];
  /** What saving it comes to. */
  readonly says?: ReactNode;
  readonly isSaving: boolean;
  readonly isBlocked?: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  /** What else can be done before it is saved. */
  readonly children?: ReactNode;
}

/** Stays in sight while something is not saved. */
export function SaveBar(props: SaveBarProps) {
  const { changed, says, isSaving, isBlocked = false, onSave, onDiscard, children } = props;
  const isChanged = changed.length > 0;
  useHotkeys([['mod+S', () => isChanged && !isBlocked && !isSaving && onSave()]], []);
  if (!isChanged) return null;
  return (
    <Paper withBorder shadow="md" p="xs" className="save-bar" role="region" aria-label="Not saved">
      <Group justify="space-between" gap="xs">
        <div>
          <Text size="sm">
            Not saved: <b>{changed.join(', ').toLowerCase()}</b>
          </Text>
          {says}
        </div>
        <Group gap="xs">
          {children}
          <Button size="sm" variant="default" onClick={onDiscard}>
            Discard
          </Button>
          <Button
            size="sm"
            onClick={onSave}
            loading={isSaving}
            disabled={isBlocked}
            rightSection={
              <Kbd size="xs" visibleFrom="sm">
                {modKey}S
              </Kbd>
            }
          >
            Save
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
