import './flag.css';
import { Center, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { isGone } from '../../lib/api.ts';
import { FlagBadges } from './flag-badges.tsx';
import { FlagMenu } from './flag-menu.tsx';
import { type FlagDetail, flagQuery } from './flag-query.ts';
import { FlagSections } from './flag-sections.tsx';
import { TryButton } from './try-button.tsx';

const route = getRouteApi('/inside/flags/$key');

/** One flag, as it is in one environment. */
export function FlagPage() {
  const { key } = route.useParams();
  const { environment } = route.useSearch();
  const { data: flag, error } = useQuery(flagQuery(key));
  if (flag === undefined) {
    return (
      <Page title={key} says={error ? undefined : 'Loading'}>
        {error ? <ErrorAlert error={error} title="The flag could not be loaded" /> : <Waiting />}
      </Page>
    );
  }
  const state = stateIn(flag, environment);
  return (
    <Page
      title={flag.key}
      says={flag.name === flag.key ? undefined : flag.name}
      actions={
        <Group gap="xs">
          {state && flag.status === 'active' && <TryButton state={state} />}
          <FlagMenu key={flag.key} flag={flag} environment={state?.environment} />
        </Group>
      }
    >
      <Stack gap={6} mt={-8}>
        <FlagBadges flag={flag} />
        {flag.description && (
          <Text size="sm" maw={760}>
            {flag.description}
          </Text>
        )}
      </Stack>
      {error && isGone(error) && <ErrorAlert error={error} title="It is not there any more" />}
      {state ? (
        <FlagSections key={`${flag.key} ${state.environment}`} flag={flag} state={state} />
      ) : (
        <Center mih={200}>
          <Text c="dimmed">There is no environment for it to be in.</Text>
        </Center>
      )}
    </Page>
  );
}

/** The one that is asked for; otherwise the one whose visitors are real, else the first. */
const stateIn = ({ environments }: FlagDetail, wanted: string | undefined) =>
  environments.find((each) => each.environment === wanted) ??
  environments.find((each) => isProduction(each.environment)) ??
  environments[0];

/** As high as what is waited for, so that nothing jumps. */
const Waiting = () => (
  <Stack gap="md" aria-label="Loading the flag">
    <Skeleton height={58} />
    <Skeleton height={38} />
    <Skeleton height={220} />
    <Skeleton height={260} />
  </Stack>
);
