import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { showFailure } from './show-failure.ts';

interface Done {
  /** What was done, in a sentence. */
  readonly message: string;
  /** Where it fails, that is told. */
  readonly onUndo: () => unknown;
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
            void Promise.resolve(onUndo()).catch(tell);
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

const tell = (error: Error) => showFailure(error, 'It was not taken back');
