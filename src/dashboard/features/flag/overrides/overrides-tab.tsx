import { Skeleton, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorAlert } from '../../../components/error-alert.tsx';
import { ListSearch } from '../../../components/list-search.tsx';
import { LoadMore } from '../../../components/load-more.tsx';
import { Section } from '../../../components/section.tsx';
import { OverrideTable } from '../../overrides/override-table.tsx';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { AddOverride } from './add-override.tsx';
import { flagOverridesQuery } from './overrides-query.ts';

const route = getRouteApi('/inside/flags/$key');

interface OverridesTabProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly isReadOnly: boolean;
}

/** Who is served a variant of their own, whatever the flag serves to others. */
export function OverridesTab({ flag, state, isReadOnly }: OverridesTabProps) {
  const { environment } = state;
  const { search } = route.useSearch();
  const navigate = route.useNavigate();
  const listed = useInfiniteQuery(flagOverridesQuery({ flag: flag.key, environment, search }));
  const overrides = listed.data?.pages.flatMap((page) => page.overrides) ?? [];
  return (
    <Section
      title={`Overrides in ${environment}`}
      says="They count while the flag is off too; only the emergency stop beats them."
    >
      {!isReadOnly && <AddOverride flag={flag} environment={environment} />}
      <ListSearch
        length={listed.hasNextPage ? Number.POSITIVE_INFINITY : overrides.length}
        label="Search overrides"
        placeholder="A part of an id"
        value={search}
        onChange={(part) =>
          void navigate({ search: (was) => ({ ...was, search: part }), replace: true })
        }
      />
      {listed.error && <ErrorAlert error={listed.error} />}
      {listed.isPending && <Skeleton height={120} />}
      {listed.data && overrides.length === 0 && (
        <Text c="dimmed" size="sm">
          {search === undefined ? 'Nobody has one.' : 'Nobody who is called so has one.'}
        </Text>
      )}
      {overrides.length > 0 && (
        <OverrideTable overrides={overrides} by="subject" isReadOnly={isReadOnly} />
      )}
      <LoadMore query={listed} />
    </Section>
  );
}
