import { Button, Center, Group, Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { useMe } from '../session/use-me.ts';
import { StaleFlagRow } from './stale-flag-row.tsx';
import { staleFlagsQuery } from './stale-flags-query.ts';
import { signs } from './stale-search.ts';
import { ThresholdForm } from './threshold-form.tsx';

const route = getRouteApi('/inside/stale');

const labels = { unused: 'Unused', rolled_out: 'Rolled out', expired: 'Expired' } as const;

export function StalePage() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/stale' });
  const stale = useQuery(staleFlagsQuery);
  const all = stale.data ?? [];
  const mayChange = useMe().may('editor');
  const flags = all.filter(
    (flag) =>
      (search.sign === undefined || flag.signs.some(({ kind }) => kind === search.sign)) &&
      (search.owner === undefined || flag.owner === search.owner),
  );
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <Page
      title="Stale flags"
      actions={
        mayChange && (
          <Button
            component={Link}
            {...({ to: '/flags', search: { stale: true, owner: search.owner } } as object)}
            variant="default"
          >
            Select several
          </Button>
        )
      }
      says={stale.data ? `${flags.length} of ${all.length} whose time seems to be over` : 'Loading'}
    >
      <ThresholdForm />
      <Group gap="xs">
        <Select
          aria-label="Sign"
          placeholder="Sign"
          data={signs.map((value) => ({ value, label: labels[value] }))}
          value={search.sign ?? null}
          onChange={(value) => set({ sign: (value as typeof search.sign) ?? undefined })}
          clearable
          w={{ base: 'calc(50% - 5px)', sm: 160 }}
        />
        <Select
          aria-label="Owner"
          placeholder="Owner"
          data={[...new Set(all.flatMap(({ owner }) => owner ?? []))].sort()}
          value={search.owner ?? null}
          onChange={(owner) => set({ owner: owner ?? undefined })}
          clearable
          w={{ base: 'calc(50% - 5px)', sm: 180 }}
        />
      </Group>
      {stale.error && <ErrorAlert error={stale.error} title="They could not be loaded" />}
      {stale.isPending && !stale.error && <WaitingRows label="Loading the stale flags" rows={8} />}
      {flags.map((flag) => (
        <StaleFlagRow key={flag.flag} stale={flag} />
      ))}
      {stale.data && flags.length === 0 && (
        <Center mih={180}>
          <Text c="dimmed">No flag shows such a sign.</Text>
        </Center>
      )}
    </Page>
  );
}
