import { Code, Text, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FormDialog } from './form-dialog.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and whether it can be undone. */
  readonly says: ReactNode;
  /** What has to be typed first, where there is no way back. */
  readonly typed?: string | undefined;
  readonly action: string;
  /** On the way back, where Cancel could be taken for what is done. */
  readonly back?: string;
  readonly isDangerous?: boolean;
  /** Whether what will happen is known; so it is unless it is said. */
  readonly isReady?: boolean;
  readonly doing?: { readonly isPending: boolean; readonly error: unknown };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that many will notice. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, says, typed, action, back, isDangerous = true, doing } = props;
  const { isReady = true, onConfirm, onClose } = props;
  const [text, setText] = useState('');
  return (
    <FormDialog
      title={title}
      action={action}
      isReady={isReady && (typed === undefined || text.trim() === typed.trim())}
      onSubmit={onConfirm}
      onClose={onClose}
      {...(isDangerous && { color: 'red.8' })}
      {...(doing && { doing })}
      {...(back && { back })}
    >
      <Text size="sm" component="div">
        {says}
      </Text>
      {typed !== undefined && (
        <TextInput
          label={
            <>
              Type <Code className="wraps-anywhere">{typed}</Code> to confirm
            </>
          }
          autoComplete="off"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
