import { Alert, Button, Code, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import type { DraftHandle } from '../lib/use-draft.ts';

interface ClashAlertProps<Values extends object> {
  readonly draft: DraftHandle<Values>;
  readonly labels: Readonly<Record<keyof Values & string, string>>;
}

/** Somebody else changed the same meanwhile: what you meant beside what is there now. */
export function ClashAlert<Values extends object>({ draft, labels }: ClashAlertProps<Values>) {
  if (draft.clashes.length === 0) return null;
  return (
    <Alert
      color="yellow"
      icon={<IconGitMerge />}
      title="Somebody else changed this meanwhile"
      role="alert"
    >
      <Stack gap="sm">
        {draft.clashes.map(({ property, mine, theirs }) => (
          <div key={property}>
            <Text size="sm" fw={600} mb={4}>
              {labels[property]}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs">
              <Version title="What you meant" value={mine} />
              <Version title="What is there now" value={theirs} />
            </SimpleGrid>
          </div>
        ))}
        <Group gap="xs">
          <Button size="xs" onClick={draft.keepMine}>
            Keep mine, to be saved again
          </Button>
          <Button size="xs" variant="default" onClick={draft.takeTheirs}>
            Take what is there
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

const Version = ({ title, value }: { readonly title: string; readonly value: unknown }) => (
  <div>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    <Code block mah={260} tabIndex={0} aria-label={title}>
      {typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value)}
    </Code>
  </div>
);
