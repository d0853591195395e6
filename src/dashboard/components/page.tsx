import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { BreakingKey } from './breaking-key.tsx';

interface PageProps {
  readonly title: string;
  readonly says?: ReactNode;
  /** What can be done here, at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every page: its title, one sentence, what can be done, and the rest. */
export function Page({ title, says, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Burgee`);
  return (
    <Stack gap="md" p={{ base: 'sm', sm: 'lg' }} maw={1440}>
      <Group justify="space-between" align="flex-start" wrap="wrap">
        <div style={{ flex: '1 1 200px', minWidth: 0 }}>
          <Title order={1} size="h2">
            <BreakingKey text={title} />
          </Title>
          {says !== undefined && <Text c="dimmed">{says}</Text>}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
