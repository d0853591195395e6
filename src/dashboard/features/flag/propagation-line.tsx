import { Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { propagationQuery } from '../../lib/propagation-query.ts';

/**
 * How far the newest version of an environment has come: where it is served, and how long that took. It takes what
 * is left of its line, so that nothing jumps when it comes.
 */
export function PropagationLine({ environment }: { readonly environment: string }) {
  const { data } = useQuery(propagationQuery(environment));
  // Of nobody that asked of late there is nothing to tell.
  if (!data || data.of === 0) return null;
  const { seen, of, p95_seconds: p95, version, active_within_minutes: minutes } = data;
  const says = `Version ${version} seen in ${seen} of ${of} active locations`;
  return (
    <Tooltip label={`${says}: those that have answered within ${minutes} minutes`}>
      <Text size="xs" c="dimmed" className="propagation-line" truncate visibleFrom="md">
        {says}
        {p95 !== null && `, p95 ${p95.toFixed(1)} s`}
      </Text>
    </Tooltip>
  );
}
