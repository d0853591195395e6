import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { useMe } from '../session/use-me.ts';
import { describeCount } from './describe-count.ts';
import { FlagFilters } from './flag-filters.tsx';
import { FlagTable } from './flag-table.tsx';
import { allFlagsQuery } from './flags-query.ts';
import { matchFlags } from './match-flags.ts';
import { staleKeysQuery } from './stale-query.ts';
import { useFlagKeys } from './use-flag-keys.ts';
import { useSelection } from './use-selection.ts';

const CreateFlagDialog = lazy(async () => ({
  default: (await import('./create-flag-dialog.tsx')).CreateFlagDialog,
}));
const BulkBar = lazy(async () => ({ default: (await import('./bulk-bar.tsx')).BulkBar }));

const route = getRouteApi('/inside/flags');

export function FlagsPage() {
  const search = route.useSearch();
  const flags = useQuery(allFlagsQuery);
  const environments = useQuery(environmentsQuery);
  const { data: stale = new Set<string>() } = useQuery(staleKeysQuery);
  const [isCreating, creating] = useDisclosure();
  const mayCreate = useMe().may('editor');
  const modules = matchFlags(flags.data ?? [], search, stale);
  const shown = modules.flatMap(([, each]) => each);
  const found = shown.length;
  const selection = useSelection(shown.map(({ key }) => key));
  useFlagKeys(selection.toggle, selection.clear);
  const error = flags.error ?? environments.error;

  return (
    <Page
      title="Flags"
      says={flags.data ? describeCount(flags.data, found, search) : 'Loading'}
      actions={
        mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
            New flag
          </Button>
        )
      }
    >
      <FlagFilters flags={flags.data ?? []} search={search} />
      {error && <ErrorAlert error={error} title="The flags could not be loaded" />}
      {flags.isPending && !error && <Waiting />}
      {flags.data && environments.data && found > 0 && (
        <FlagTable
          modules={modules}
          environments={environments.data}
          stale={stale}
          selection={mayCreate ? selection : undefined}
        />
      )}
      {mayCreate && selection.keys.length > 0 && (
        <Suspense fallback={null}>
          <BulkBar
            flags={shown.filter(({ key }) => selection.has(key))}
            environments={environments.data ?? []}
            onClear={selection.clear}
          />
        </Suspense>
      )}
      {flags.data && found === 0 && <Nothing isEmpty={flags.data.length === 0} />}
      {isCreating && (
        <Suspense fallback={null}>
          <CreateFlagDialog onClose={creating.close} />
        </Suspense>
      )}
    </Page>
  );
}

/** As high as what is waited for, so that nothing jumps. */
const Waiting = () => (
  <Stack gap={6} aria-label="Loading the flags">
    {Array.from({ length: 12 }, (_, row) => row).map((row) => (
      <Skeleton key={row} height={44} />
    ))}
  </Stack>
);

const Nothing = ({ isEmpty }: { readonly isEmpty: boolean }) => (
  <Center mih={220}>
    <Text c="dimmed">
      {isEmpty ? 'There is no flag yet: make the first.' : 'No flag meets all of these filters.'}
    </Text>
  </Center>
);
