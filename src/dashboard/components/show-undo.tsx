import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

interface Done {
  /** What was done, in a sentence. */
  readonly message: string;
  readonly onUndo: () => void;
}

/** How long it can be taken back. */
const undoMilliseconds = 10_000;

/** Says what was done, with a way back while it is fresh. */
export function showUndo({ message, onUndo }: Done): void {
  const id = notifications.show({
    autoClose: undoMilliseconds,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
