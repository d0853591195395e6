import { Badge } from '@mantine/core';

const colors: Readonly<Record<string, string>> = {
  ready: 'green',
  ok: 'green',
  sound: 'green',
  applied: 'green',
  busy: 'yellow',
  read_only: 'yellow',
  behind: 'yellow',
  ahead: 'yellow',
  pending: 'yellow',
  unrecorded: 'yellow',
  altered: 'yellow',
  degraded: 'orange',
};

/** A word of the server for how something is, green where it is well. */
export const StateBadge = ({ state }: { readonly state: string }) => (
  <Badge variant="light" color={colors[state] ?? 'red'} tt="none" className="state-badge">
    {state.replaceAll('_', ' ')}
  </Badge>
);
