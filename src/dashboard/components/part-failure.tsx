import { Button, Group, Modal, Stack } from '@mantine/core';
import { useFocusBack } from '../lib/use-focus-back.ts';
import { isOlderPage } from '../lib/why-not-fetched.ts';
import { ErrorAlert } from './error-alert.tsx';

interface PartFailureProps {
  readonly error: Error;
  readonly onRetry: () => void;
  /** Of a dialog. */
  readonly onClose: (() => void) | undefined;
}

/** In place of a part of a page whose file did not come. */
export const PartFailure = (props: PartFailureProps) =>
  props.onClose === undefined ? (
    <Failure {...props} />
  ) : (
    <FailureDialog {...props} onClose={props.onClose} />
  );

function FailureDialog(props: PartFailureProps & { readonly onClose: () => void }) {
  useFocusBack();
  return (
    <Modal opened onClose={props.onClose} title="It could not be opened">
      <Failure {...props} />
    </Modal>
  );
}

/** The browser asks before it leaves what is not saved. */
const Failure = ({ error, onRetry }: PartFailureProps) => (
  <Stack gap="sm">
    <ErrorAlert error={error} title="This part could not be loaded" />
    <Group gap="xs">
      {!isOlderPage(error) && <Button onClick={onRetry}>Try again</Button>}
      <Button variant="default" onClick={() => window.location.reload()}>
        Load the page anew
      </Button>
    </Group>
  </Stack>
);
