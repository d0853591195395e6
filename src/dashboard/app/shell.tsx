import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Kbd,
  Menu,
  NavLink,
  ScrollArea,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { spotlight } from '@mantine/spotlight';
import { IconLogout, IconMoon, IconSearch, IconSun, IconUserCircle } from '@tabler/icons-react';
import { Link, Outlet, useMatchRoute } from '@tanstack/react-router';
import { Logo } from '../components/logo.tsx';
import { signOut } from '../features/session/sign-in.ts';
import { useMe } from '../features/session/use-me.ts';
import { useLiveUpdates } from '../lib/live.ts';
import { modKey } from '../lib/mod-key.ts';
import { CommandPalette } from './command-palette.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { OpenAlerts } from './open-alerts.tsx';
import { places } from './places.ts';
import { useGoKeys } from './use-go-keys.ts';
import { useSessionEnd } from './use-session-end.ts';

/** What is around every page: where one can go, search, and who one is. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  const connection = useLiveUpdates();
  useSessionEnd(connection);
  useGoKeys();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 248, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
    >
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="md" size="sm" aria-label="Menu" />
            <Group
              gap={8}
              wrap="nowrap"
              component={Link}
              {...({ to: '/flags' } as object)}
              className="plain-link"
            >
              <Logo />
              <Text fw={650}>Burgee</Text>
            </Group>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SearchButton />
            <SchemeButton />
            <WhoAmI />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation onGone={close} />
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
      <ConnectionLine connection={connection} />
      <CommandPalette />
    </AppShell>
  );
}

const SearchButton = () => (
  <UnstyledButton onClick={spotlight.open} className="search-button">
    <IconSearch size={16} aria-hidden />
    <VisuallyHidden hiddenFrom="sm">Search or go to</VisuallyHidden>
    <Text size="sm" c="dimmed" visibleFrom="sm">
      Search or go to
    </Text>
    <Kbd visibleFrom="sm">{modKey}K</Kbd>
  </UnstyledButton>
);

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Show it ${other}`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={() => setColorScheme(other)}
        aria-label={`Show it ${other}`}
      >
        {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

function WhoAmI() {
  const me = useMe();
  const leave = () =>
    signOut().then(
      () => window.location.assign('/dashboard/log-in'),
      ({ message }: Error) =>
        notifications.show({ color: 'red', title: 'You are still logged in', message }),
    );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Your profile">
          <IconUserCircle size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="wraps-anywhere">
          {me.member?.name ?? me.actor} · {me.role}
        </Menu.Label>
        <Menu.Item
          component={Link}
          {...({ to: '/profile' } as object)}
          leftSection={<IconUserCircle size={16} />}
        >
          Profile
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Navigation({ onGone }: { readonly onGone: () => void }) {
  const matchRoute = useMatchRoute();
  return (
    <ScrollArea type="never">
      {places.map((group) => (
        <div key={group[0]?.to} className="place-group">
          {group.map(({ to, label, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              {...({ to } as object)}
              label={label}
              leftSection={<Icon size={17} stroke={1.7} />}
              {...(to === '/system' && { rightSection: <OpenAlerts /> })}
              active={matchRoute({ to, fuzzy: true } as never) !== false}
              onClick={onGone}
            />
          ))}
        </div>
      ))}
    </ScrollArea>
  );
}
