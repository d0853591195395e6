import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ErrorAlert } from './error-alert.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly says: ReactNode;
  /** What has to be typed first, where there is no way back. */
  readonly typed?: string | undefined;
  readonly action: string;
  readonly isDangerous?: boolean;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that many will notice. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, says, typed, action, isDangerous = true, isBusy, error } = props;
  const [text, setText] = useState('');
  return (
    <Modal opened onClose={props.onClose} title={title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onConfirm();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" component="div">
            {says}
          </Text>
          {typed !== undefined && (
            <TextInput
              label={
                <>
                  Type <Code>{typed}</Code> to confirm
                </>
              }
              required
              data-autofocus
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {error !== null && error !== undefined && <ErrorAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              {...(isDangerous && { color: 'red' })}
              {...(typed === undefined && { 'data-autofocus': true })}
              loading={isBusy}
              disabled={typed !== undefined && text !== typed}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
