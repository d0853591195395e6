import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';

interface DoorProps {
  readonly title: string;
  readonly says?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of the pages of whoever is not in yet: one small form in the middle. */
export function Door({ title, says, children }: DoorProps) {
  useDocumentTitle(`${title} · Burgee`);
  return (
    <Center mih="100dvh" p="md">
      <Paper
        component="main"
        withBorder
        p={{ base: 'lg', xs: 'xl' }}
        w="100%"
        maw={420}
        shadow="sm"
      >
        <Stack gap="lg">
          <div>
            <Group gap="sm" wrap="nowrap">
              <Logo size={32} />
              <Title order={1} size="h3">
                {title}
              </Title>
            </Group>
            {says !== undefined && (
              <Text c="dimmed" size="sm" mt="sm">
                {says}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
