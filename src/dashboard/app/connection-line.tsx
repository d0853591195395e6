import { Anchor, Group, Paper, Text } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { Connection } from '../lib/live.ts';

/** Says calmly, over the foot of the page, that what is shown may not be how it is. */
export function ConnectionLine({ connection }: { readonly connection: Connection }) {
  if (connection === 'live') return null;
  return (
    <Paper withBorder shadow="md" role="status" className="connection-line">
      <Group gap="xs" wrap="nowrap">
        <IconCloudOff size={18} aria-hidden style={{ flexShrink: 0 }} />
        <Text size="sm">
          {says[connection]} {connection === 'ill' && <ToHealth />}
          {connection === 'ended' && <ToLogIn />}
        </Text>
      </Group>
    </Paper>
  );
}

const says = {
  away: 'Burgee is out of reach. What is shown may be old; it goes on by itself.',
  ill: 'Changes cannot be read or made just now. Flags are served as before.',
  ended: 'You are logged out. What is not saved is lost when you leave this page.',
} as const;

const ToHealth = () => (
  <Anchor component={Link} to="/system" inherit>
    Look at its health
  </Anchor>
);

/** For whoever stayed, to keep what they wrote. */
function ToLogIn() {
  const router = useRouter();
  const next = router.state.location.publicHref;
  return (
    <Anchor
      component={Link}
      {...({ to: '/log-in', search: { next }, ignoreBlocker: true } as object)}
      inherit
    >
      Log in
    </Anchor>
  );
}
