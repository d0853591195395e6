import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useFocusBack } from '../../lib/use-focus-back.ts';
import { countFlags } from './count-flags.ts';
import { FlagLink } from './flag-link.tsx';
import type { Outcome, Refusal } from './outcome.ts';

interface OutcomeDialogProps {
  readonly outcome: Outcome;
  /** What was done with the others: "archived". */
  readonly what: string;
  readonly onClose: () => void;
}

/** After something that was not done with all flags: with how many it was, and why not with the others. */
export function OutcomeDialog({ outcome: { done, refused }, what, onClose }: OutcomeDialogProps) {
  useFocusBack();
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${done.length} of ${countFlags(done.length + refused.length)} ${what}`}
    >
      <Stack gap="sm">
        <RefusalList refused={refused} says={`Not ${what}:`} />
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            I have read it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface RefusalListProps {
  readonly refused: readonly Refusal[];
  readonly says: string;
}

/** Each leads to its flag; nothing where none was refused. */
export const RefusalList = ({ refused, says }: RefusalListProps) =>
  refused.length > 0 && (
    <div>
      <Text size="sm">{says}</Text>
      <List size="sm" mah={320} className="scrolling" spacing={4}>
        {refused.map(({ key, why }) => (
          <List.Item key={key}>
            <FlagLink flag={key} />
            <Text size="sm" c="dimmed" className="wraps-anywhere">
              {why}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
