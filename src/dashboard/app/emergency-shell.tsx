import { AppShell, Button, Group, Text } from '@mantine/core';
import { IconFirstAidKit, IconLogout } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { emergencySecret } from '../lib/emergency-secret.ts';

/** Around what ADMIN_SECRET opens: which that is, and the way out. */
export function EmergencyShell() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const leave = async () => {
    emergencySecret.forget();
    queryClient.clear();
    await navigate({ to: '/log-in', search: {}, replace: true });
  };
  return (
    <AppShell header={{ height: 52 }}>
      <AppShell.Header px="md" className="emergency-header">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <IconFirstAidKit size={22} aria-hidden style={{ flexShrink: 0 }} />
            <Text fw={600} fz={{ base: 'sm', sm: 'md' }} lh={1.2} lineClamp={2}>
              Emergency access: schema and repair only
            </Text>
          </Group>
          <Button
            variant="white"
            color="dark"
            size="compact-md"
            leftSection={<IconLogout size={16} />}
            onClick={() => void leave()}
            flex="none"
          >
            Leave
          </Button>
        </Group>
      </AppShell.Header>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
