import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Propagation } from '../../../contract/environments/propagation.ts';
import { Section } from '../../components/section.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { lookEvery } from '../../lib/look-every.ts';
import { propagationQuery } from '../../lib/propagation-query.ts';

/** Each environment is asked for by itself, and there may be forty. */
const lookEveryMilliseconds = 15_000;

/** Whether the locations that answer visitors have the newest of each environment, and which are behind. */
export function EdgeSection() {
  const { data: environments = [] } = useQuery(environmentsQuery);
  if (environments.length === 0) return null;
  return (
    <Section
      title="At the edge"
      says="Which locations answer with the newest version. A location counts from its first answer, told some ten seconds later."
    >
      <Stack gap={0} className="rows">
        {environments.map(({ key }) => (
          <EdgeRow key={key} environment={key} />
        ))}
      </Stack>
    </Section>
  );
}

function EdgeRow({ environment }: { readonly environment: string }) {
  const { data, error } = useQuery({
    ...propagationQuery(environment),
    refetchInterval: lookEvery(lookEveryMilliseconds),
  });
  const behind = data ? behindOf(data) : [];
  return (
    <Group gap={8} py={8} mih={44} role="group" aria-label={`${environment} at the edge`}>
      <Text size="sm" fw={550}>
        {environment}
      </Text>
      {data && data.of > 0 && (
        <Badge variant="light" tt="none" color={behind.length === 0 ? 'green' : 'orange'}>
          {behind.length === 0 ? 'up to date' : `${behind.length} behind`}
        </Badge>
      )}
      <Text size="sm" c="dimmed">
        {data && describeArrival(data)}
        {error && !data && 'Not known: the database does not tell.'}
      </Text>
      {behind.length > 0 && <Text size="sm">{behind.map(describeLocation).join(', ')}.</Text>}
    </Group>
  );
}

type Location = Propagation['locations'][number];

const behindOf = ({ version, locations }: Propagation): readonly Location[] =>
  locations.filter((each) => each.version === null || each.version < version);

function describeArrival(told: Propagation): string {
  const { version, seen, of, p95_seconds: p95, active_within_minutes: minutes } = told;
  if (of === 0) return `Version ${version}; nobody has asked for it within ${minutes} minutes.`;
  const took = p95 === null ? '' : `, p95 ${p95.toFixed(1)} s`;
  return `Version ${version} seen in ${seen} of ${of} active locations${took}.`;
}

const describeLocation = ({ location, version }: Location): string =>
  version === null ? `${location} has an older one` : `${location} answers with ${version}`;
