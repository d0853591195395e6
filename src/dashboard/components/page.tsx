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

/** The frame of every page: its title, what can be done, one sentence, and the rest. */
export function Page({ title, says, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Burgee`);
  return (
    <Stack gap="md" p={{ base: 'sm', sm: 'lg' }} maw={1440}>
      <div>
        <Group justify="space-between" gap="xs" mih={36}>
          <Title order={1} fz={{ base: 20, sm: 26 }} lh={1.3} flex="1 1 156px" miw={0}>
            <BreakingKey text={title} />
          </Title>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {says !== undefined && (
          <Text size="sm" c="dimmed" mt={{ base: 4, sm: 0 }}>
            {says}
          </Text>
        )}
      </div>
      {children}
    </Stack>
  );
}
