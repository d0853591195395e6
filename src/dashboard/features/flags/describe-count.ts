import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import type { FlagSearch } from './flag-search.ts';

/** How many are shown of how many, and that archived ones are left out where nobody asked for that. */
export function describeCount(
  flags: readonly FlagWithStatesResource[],
  found: number,
  { status }: FlagSearch,
): string {
  const archived = flags.filter((flag) => flag.status === 'archived').length;
  const hidden = status === undefined && archived > 0 ? `; ${archived} archived` : '';
  const all = status === undefined ? flags.length - archived : flags.length;
  return `${found} of ${all} flags${hidden}`;
}
