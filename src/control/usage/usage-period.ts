import type { UsageFilter } from '../../contract/flags/usage.ts';
import { ControlError } from '../errors.ts';
import type { Period } from './select-usage.ts';

const dayMilliseconds = 24 * 60 * 60 * 1_000;
const usualDays = 7;

/** The last seven days unless it is said. Throws `invalid_input` for one that ends before it begins. */
export function usagePeriod({ from, to }: Pick<UsageFilter, 'from' | 'to'>, now: Date): Period {
  const end = to === undefined ? now : new Date(to);
  const start =
    from === undefined ? new Date(end.getTime() - usualDays * dayMilliseconds) : new Date(from);
  if (start >= end) throw new ControlError('invalid_input', 'from: expected an instant before to.');
  return { from: start, to: end };
}

const longestByHour = 3 * dayMilliseconds;

/** `hour` where that makes no more points than a chart can show. */
export const usualInterval = ({ from, to }: Period): 'hour' | 'day' =>
  to.getTime() - from.getTime() <= longestByHour ? 'hour' : 'day';
