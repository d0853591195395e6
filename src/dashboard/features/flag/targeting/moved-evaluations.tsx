import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FlagDetail, FlagState } from '../flag-query.ts';
import { dayUsageQuery } from './day-usage-query.ts';
import { movedShare } from './moved-share.ts';
import type { StateValues } from './state-values.ts';

interface MovedEvaluationsProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
  readonly values: StateValues;
}

/** What a change of the default rollout would have come to within the last day. */
export const MovedEvaluations = (props: MovedEvaluationsProps) => (
  <div aria-live="polite" className="moved">
    <Moved {...props} />
    <Text size="xs" c="dimmed">
      Estimated from the last 24 hours: what the default rollout answered, as if every unit asked
      equally often. Nobody else changes their variant.
    </Text>
  </div>
);

/** The same in one sentence. */
export function Moved({ flag, state, values }: MovedEvaluationsProps) {
  const { data } = useQuery(dayUsageQuery(flag.key, state.environment));
  const share = movedShare(state, values, flag.off_variant);
  return (
    <Text size="sm" fw={share > 0 ? 600 : 400}>
      {data === undefined ? 'Counting the last day' : says(data, share, isServing(state))}
    </Text>
  );
}

const isServing = ({ is_enabled, is_killed }: FlagState): boolean => is_enabled && !is_killed;

interface DayUsage {
  readonly evaluations: number;
  readonly byRollout: number;
}

function says({ evaluations, byRollout }: DayUsage, share: number, isOn: boolean): string {
  const asked = `the last day’s ${evaluations.toLocaleString('en')} evaluations`;
  if (evaluations === 0) return 'Nobody asked for it within the last day.';
  if (!isOn) return `It is off, so this moves none of ${asked} until it is on.`;
  if (share === 0) return `${byRollout.toLocaleString('en')} of ${asked} came from this rollout.`;
  return `Moves about ${Math.round(byRollout * share).toLocaleString('en')} of ${asked}.`;
}
