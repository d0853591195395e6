import { Button, Group, Kbd, Paper, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { modKey } from '../lib/mod-key.ts';

interface SaveBarProps {
  /** What was changed, in a few words each. */
  readonly changed: readonly string[];
  /** What saving it comes to. */
  readonly says?: ReactNode;
  /** Why the last save was refused; its places and the rest stand above the bar. */
  readonly refusal?: string | undefined;
  readonly isSaving: boolean;
  readonly isBlocked?: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  /** What else can be done before it is saved. */
  readonly children?: ReactNode;
}

/** Stays in sight while something is not saved. */
export function SaveBar(props: SaveBarProps) {
  const {
    changed,
    says,
    isSaving,
    refusal,
    isBlocked = false,
    onSave,
    onDiscard,
    children,
  } = props;
  const isChanged = changed.length > 0;
  useHotkeys([['mod+S', () => isChanged && !isBlocked && !isSaving && onSave()]], []);
  if (!isChanged) return null;
  return (
    <Paper withBorder shadow="md" p="xs" className="save-bar" role="region" aria-label="Not saved">
      <Group justify="space-between" gap="xs">
        <div style={{ flex: '1 1 300px', minWidth: 0 }}>
          <Text size="sm">
            Not saved: <b>{changed.join(', ').toLowerCase()}</b>
          </Text>
          {says}
          {isBlocked && (
            <Text size="sm">Somebody else changed the same: choose at the top which is kept.</Text>
          )}
          {refusal && (
            <Text size="sm" c="red" lineClamp={2}>
              Refused: {refusal}
            </Text>
          )}
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
