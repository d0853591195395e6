import { Button, Group, Modal, type ModalProps, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFocusBack } from '../lib/use-focus-back.ts';
import { useOnce } from '../lib/use-once.ts';
import { ErrorAlert } from './error-alert.tsx';

interface FormDialogProps extends Pick<ModalProps, 'size'> {
  readonly title: ReactNode;
  /** On the button: what it does. */
  readonly action: string;
  /** On the way back, where Cancel could be taken for what is done. */
  readonly back?: string;
  /** Red for what many will notice. */
  readonly color?: string;
  /** Whether there is enough to go on; so it is unless it is said. */
  readonly isReady?: boolean;
  /** How it goes on; a mutation is one. Absent for what is done at once. */
  readonly doing?: { readonly isPending: boolean; readonly error: unknown };
  /** Over what the server says. */
  readonly errorTitle?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A question with fields, a way back and one thing to do; what went wrong stands above the buttons. It stays until
 * there is an answer, as that may be a secret which is told once, or that it failed.
 */
export function FormDialog(props: FormDialogProps) {
  const { title, action, back = 'Cancel', color, isReady = true, doing } = props;
  const { errorTitle, size } = props;
  const isPending = doing?.isPending ?? false;
  const once = useOnce(isPending);
  useFocusBack();
  const close = () => {
    if (!isPending) props.onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close', disabled: isPending }}
      {...(size && { size })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) once(props.onSubmit);
        }}
      >
        <Stack gap="sm">
          {props.children}
          {doing?.error !== null && doing?.error !== undefined && (
            <ErrorAlert error={doing.error} {...(errorTitle && { title: errorTitle })} />
          )}
          <Group justify="flex-end" gap="xs" className="dialog-actions">
            <Button variant="default" onClick={close} disabled={isPending}>
              {back}
            </Button>
            <Button type="submit" {...(color && { color })} disabled={!isReady} loading={isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
