import { Alert, Anchor, Stack } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ApiError } from '../../lib/api.ts';

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

/** Whether a link was refused as a whole, so that another try with it is no use. */
export const isDead = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 404;
