import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { lazyPart } from '../../components/lazy-part.tsx';
import { Page } from '../../components/page.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { useMe } from '../session/use-me.ts';
import { describeCount } from './describe-count.ts';
import { environmentColumns, usualColumns } from './environment-columns.ts';
import { FlagFilters } from './flag-filters.tsx';
import { FlagTable } from './flag-table.tsx';
import { allFlagsQuery } from './flags-query.ts';
import { matchFlags } from './match-flags.ts';
import { staleKeysQuery } from './stale-query.ts';
import { useFlagKeys } from './use-flag-keys.ts';
import { useSelection } from './use-selection.ts';

const CreateFlagDialog = lazyPart(
  async () => (await import('./create-flag-dialog.tsx')).CreateFlagDialog,
);
const ColumnChoice = lazyPart(async () => (await import('./column-choice.tsx')).ColumnChoice);
const BulkBar = lazyPart(async () => (await import('./bulk-bar.tsx')).BulkBar);

const route = getRouteApi('/inside/flags');

export function FlagsPage() {
  const search = route.useSearch();
  const flags = useQuery(allFlagsQuery);
  const navigate = route.useNavigate();
  const environments = useQuery(environmentsQuery);
  const columns = environmentColumns(environments.data ?? [], search.columns);
  const { data: stale = new Set<string>() } = useQuery(staleKeysQuery);
  const [isCreating, creating] = useDisclosure();
  const mayCreate = useMe().may('editor');
  const modules = matchFlags(flags.data ?? [], search, stale);
  const shown = modules.flatMap(([, each]) => each);
  const found = shown.length;
  const selection = useSelection(shown.map(({ key }) => key));
  useFlagKeys(selection.toggle, () => selection.select([]));
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
      <FlagFilters flags={flags.data ?? []} search={search}>
        {environments.data && environments.data.length > usualColumns && (
          <ColumnChoice
            environments={environments.data}
            shown={columns.map(({ key }) => key)}
            onChange={(keys) =>
              void navigate({
                search: (was) => ({ ...was, columns: keys?.join() }),
                replace: true,
              })
            }
          />
        )}
      </FlagFilters>
      {error && <ErrorAlert error={error} title="The flags could not be loaded" />}
      {flags.isPending && !error && <Waiting />}
      {flags.data && environments.data && found > 0 && (
        <FlagTable
          modules={modules}
          environments={columns}
          stale={stale}
          selection={mayCreate ? selection : undefined}
        />
      )}
      {mayCreate && selection.isAny && (
        <BulkBar
          flags={shown.filter(({ key }) => selection.has(key))}
          environments={environments.data ?? []}
          onSelect={selection.select}
        />
      )}
      {flags.data && found === 0 && <Nothing isEmpty={flags.data.length === 0} />}
      {isCreating && <CreateFlagDialog onClose={creating.close} />}
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
