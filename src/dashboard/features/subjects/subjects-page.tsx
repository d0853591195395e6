import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { SubjectForm } from './subject-form.tsx';
import { subjectQuery } from './subject-query.ts';
import { SubjectView } from './subject-view.tsx';

const route = getRouteApi('/inside/subjects');

/** Production, where there is one: what somebody gets is asked because of what customers see. */
const usual = (keys: readonly string[]): string | undefined =>
  keys.find((key) => key === 'production') ?? keys[0];

export function SubjectsPage() {
  const search = route.useSearch();
  const environments = useQuery(environmentsQuery);
  const environment = search.environment ?? usual(environments.data?.map(({ key }) => key) ?? []);
  const scope = search.scope ?? 'organisation';
  const { subject = '', organisation } = search;
  const question = { scope, subject, environment: environment ?? '', organisation };
  const found = useQuery({
    ...subjectQuery(question),
    enabled: subject !== '' && environment !== undefined,
  });
  return (
    <Page
      title="Organisations and users"
      says="What one of them gets from every flag, and why; and their overrides."
    >
      <SubjectForm
        key={`${scope} ${subject} ${organisation}`}
        search={{ ...search, environment }}
      />
      {subject === '' && (
        <Text c="dimmed">
          Enter an id as your own system knows it. Nobody has to be made here before.
        </Text>
      )}
      {found.error && <ErrorAlert error={found.error} title="They could not be looked up" />}
      {found.isLoading && <Skeleton height={420} />}
      {found.data && subject !== '' && <SubjectView found={found.data} search={search} />}
    </Page>
  );
}
