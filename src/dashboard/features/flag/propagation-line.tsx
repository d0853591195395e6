import { Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { propagationQuery } from '../../lib/propagation-query.ts';

/** How far the newest version of an environment has come: where it is served, and how long that took. */
export function PropagationLine({ environment }: { readonly environment: string }) {
  const { data } = useQuery(propagationQuery(environment));
  // As high as what is waited for, so that nothing jumps; of nobody that asked of late there is nothing to tell.
  if (!data || data.of === 0) return <Text size="xs">&nbsp;</Text>;
  const { seen, of, p95_seconds: p95, version, active_within_minutes: minutes } = data;
  const took = p95 === null ? '' : `, p95 ${p95.toFixed(1)} s`;
  return (
    <Tooltip label={`Locations that have answered within ${minutes} minutes`}>
      <Text size="xs" c="dimmed" w="fit-content">
        Version {version}
        {of === 0 ? ', asked for by nobody lately' : ` seen in ${seen} of ${of} active locations`}
        {took}
      </Text>
    </Tooltip>
  );
}
