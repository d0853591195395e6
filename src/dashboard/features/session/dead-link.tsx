import { Alert, Anchor, Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface DeadLinkProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** In place of the form of a link that leads nowhere: why that may be, and whom to ask. */
export const DeadLink = ({ title, children }: DeadLinkProps) => (
  <Stack gap="md">
    <Alert color="yellow" icon={<IconLinkOff />} title={title} role="alert">
      {children}
    </Alert>
    <Anchor component={Link} to="/log-in" size="sm">
      To the log-in
    </Anchor>
  </Stack>
);
