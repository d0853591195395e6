import { Card, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly says?: ReactNode;
  /** What can be done here, at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page that has a title of its own. */
export const Section = ({ title, says, actions, children }: SectionProps) => (
  <Card component="section" withBorder padding="md">
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          {says !== undefined && (
            <Text c="dimmed" size="sm">
              {says}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </Stack>
  </Card>
);
