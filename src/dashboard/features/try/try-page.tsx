import './try.css';
import { Grid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { evaluatorFor } from '../../../engine/evaluate.ts';
import type { JsonObject } from '../../../engine/json.ts';
import { prepare } from '../../../engine/prepare.ts';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { atServer } from '../../lib/server-clock.ts';
import { snapshotQuery } from '../../lib/snapshot-query.ts';
import { ContextInput } from './context-input.tsx';
import { Results } from './results.tsx';
import { SampleChoice } from './sample-choice.tsx';
import type { TrySearch } from './try-search.ts';

const route = getRouteApi('/inside/try');

const nobody: JsonObject = { user_id: '42', organisation_id: 'zebra' };

/** What a context is served, decided in the page by the same engine as at the edge. */
export function TryPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: environments = [] } = useQuery(environmentsQuery);
  const environment = search.environment ?? firstOf(environments);
  const context = search.context ?? nobody;
  // A sample that is chosen replaces what is being typed, so the editor begins anew.
  const [beginning, setBeginning] = useState(0);
  const set = (change: Partial<TrySearch>) =>
    void navigate({ search: (was) => ({ ...was, ...change }), replace: true });
  return (
    <Page
      title="Try it"
      says="What a context is served, and why: decided in this page, by the same engine as at the edge."
    >
      <Grid className="try-page">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Section title="Context">
            <EnvironmentSelect
              label="Environment"
              environments={environments.map(({ key }) => ({ key }))}
              value={environment}
              onChange={(key) => key !== null && set({ environment: key })}
              allowDeselect={false}
            />
            <ContextInput
              key={beginning}
              context={context}
              onChange={(next) => set({ context: next })}
            />
            <SampleChoice
              context={context}
              onChoose={(next) => {
                set({ context: next });
                setBeginning(beginning + 1);
              }}
            />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Served {...{ environment, context, search, set }} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** The one whose visitors are real, as on the page of a flag. */
const firstOf = (environments: readonly { readonly key: string }[]): string =>
  (environments.find(({ key }) => isProduction(key)) ?? environments[0])?.key ?? '';

interface ServedProps {
  readonly environment: string;
  readonly context: JsonObject;
  readonly search: TrySearch;
  readonly set: (change: Partial<TrySearch>) => void;
}

function Served({ environment, context, search, set }: ServedProps) {
  const { data: snapshot, error, dataUpdatedAt } = useQuery(snapshotQuery(environment));
  const now = atServer(dataUpdatedAt);
  const prepared = useMemo(() => snapshot && prepare(snapshot), [snapshot]);
  const results = useMemo(() => {
    const evaluate = evaluatorFor(context, now);
    const flags = [...(prepared?.flags ?? [])];
    return flags.map(([key, flag]) => ({ key, evaluation: evaluate(flag) }));
  }, [prepared, context, now]);
  const shown = results.filter(({ key }) => key.includes(search.search?.toLowerCase() ?? ''));
  if (error) return <ErrorAlert error={error} title="The snapshot could not be loaded" />;
  if (!snapshot) return <Skeleton height={480} />;
  return (
    <Section
      title={shown.length === 1 ? '1 flag' : `${shown.length} flags`}
      says={`Version ${snapshot.version}${snapshot.pinned_to === null ? '' : `, pinned to ${snapshot.pinned_to}`}.`}
      actions={
        <TextInput
          aria-label="Search flags"
          placeholder="Search"
          size="sm"
          value={search.search ?? ''}
          onChange={(event) => set({ search: event.currentTarget.value || undefined })}
        />
      }
    >
      <Stack gap={0}>
        {shown.length === 0 && <Text c="dimmed">No flag is called so.</Text>}
        {shown.length > 0 && (
          <Results
            {...{ snapshot, context, now }}
            results={shown}
            open={search.flag}
            onOpen={(flag) => set({ flag })}
          />
        )}
      </Stack>
    </Section>
  );
}
