import { Badge } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { alertsQuery } from '../features/system/alerts-query.ts';

/** How much that is critical is open, beside the name of the page that tells it. */
export function OpenAlerts() {
  const { data } = useQuery(alertsQuery);
  const count = data?.open.filter(({ severity }) => severity === 'critical').length ?? 0;
  if (count === 0) return null;
  return (
    <Badge color="red.8" size="sm" circle aria-label={`${count} critical open`} role="img">
      {count}
    </Badge>
  );
}
