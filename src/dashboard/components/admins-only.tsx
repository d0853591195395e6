import { Alert } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

interface AdminsOnlyProps {
  /** What is kept from others: "Members and invitations". */
  readonly what: string;
  readonly role: string;
}

/** In place of a page that the reader may not read. */
export const AdminsOnly = ({ what, role }: AdminsOnlyProps) => (
  <Alert color="gray" icon={<IconLock />} title={`${what} are for admins`} maw={640}>
    Your role is {role}. Ask an admin if you need something here.
  </Alert>
);
