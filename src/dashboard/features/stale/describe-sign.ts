import type { StaleSign } from '../../../contract/flags/staleness.ts';
import { showDay } from '../../lib/show-instant.ts';

/** Why the time of a flag seems to be over. */
export function describeSign({ kind, since, threshold_days }: StaleSign): string {
  const day = showDay(since);
  if (kind === 'unused') return `Nobody has asked for it since ${day}.`;
  if (kind === 'rolled_out') {
    return `Everybody has been served the same variant since ${day}: the code can do without the flag.`;
  }
  return `It was created on ${day} and expected to last ${threshold_days} days. Make it permanent if it has to stay.`;
}
