import { Button, Menu } from '@mantine/core';
import { serverNow } from '../../lib/server-clock.ts';

interface EndMenuProps {
  readonly label: string;
  readonly isPending: boolean;
  readonly isDisabled: boolean;
  /** ISO 8601; null for never. */
  readonly onChoose: (expiresAt: string | null) => void;
}

const hourMilliseconds = 60 * 60 * 1_000;

const choices = [
  ['In an hour', 1],
  ['In a day', 24],
  ['In a week', 7 * 24],
  ['In 30 days', 30 * 24],
] as const;

/** When an override ends by itself. */
export const EndMenu = ({ label, isPending, isDisabled, onChoose }: EndMenuProps) => (
  <Menu position="bottom-end">
    <Menu.Target>
      <Button
        size="compact-sm"
        variant="subtle"
        loading={isPending}
        disabled={isDisabled}
        aria-label={`Set end: ${label}`}
      >
        Set end
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {choices.map(([text, hours]) => (
        <Menu.Item
          key={text}
          onClick={() => onChoose(new Date(serverNow() + hours * hourMilliseconds).toISOString())}
        >
          {text}
        </Menu.Item>
      ))}
      <Menu.Item onClick={() => onChoose(null)}>Never</Menu.Item>
    </Menu.Dropdown>
  </Menu>
);
