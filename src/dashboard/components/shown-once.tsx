import {
  ActionIcon,
  Alert,
  Button,
  Code,
  CopyButton,
  Group,
  Modal,
  Stack,
  Text,
  Tooltip,
} from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFocusBack } from '../lib/use-focus-back.ts';

interface ShownOnceProps {
  readonly title: string;
  /** What it is for, and until when. */
  readonly children?: ReactNode;
  readonly secrets: readonly { readonly label: string; readonly value: string }[];
  readonly onClose: () => void;
}

/** What nobody can show again: it goes only when the reader says that it was kept. */
export function ShownOnce({ title, children, secrets, onClose }: ShownOnceProps) {
  useFocusBack();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        {children}
        {secrets.map(({ label, value }) => (
          <Secret key={label} label={label} value={value} />
        ))}
        <Alert color="yellow">It is shown this once. Copy it now; nobody can show it again.</Alert>
        <Group justify="flex-end">
          <Button onClick={onClose}>I have kept it</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

const Secret = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <Text size="sm" fw={500} mb={4}>
      {label}
    </Text>
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Code block flex={1} className="secret" aria-label={label}>
        {value}
      </Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon
              variant="default"
              size="lg"
              onClick={copy}
              aria-label={copied ? `${label} is copied` : `Copy ${label}`}
            >
              {copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  </div>
);
