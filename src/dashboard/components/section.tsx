import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly says?: ReactNode;
  /** What can be done here, at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page under a title of its own. */
export const Section = ({ title, says, actions, children }: SectionProps) => (
  <Paper withBorder p={{ base: 'sm', sm: 'md' }} component="section" aria-label={title}>
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="xs">
        <div className="section-title">
          <Title order={2} size="h5">
            {title}
          </Title>
          {says !== undefined && (
            <Text size="sm" c="dimmed">
              {says}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Stack>
  </Paper>
);
