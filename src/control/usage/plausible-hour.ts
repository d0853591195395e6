import { usagePolicy } from '../../resource-policy.ts';

const hourMilliseconds = 3_600_000;
const oldestMilliseconds = usagePolicy.reportDays * 24 * hourMilliseconds;

/**
 * The hour of an instant that an isolate tells, in ISO 8601. Its clock may be wrong: what it tells of the
 * future, or of before anything that a queue still has, is counted for the present.
 */
export function plausibleHour(told: number, now: number): string {
  const isPlausible =
    told <= now + usagePolicy.skewMilliseconds && told >= now - oldestMilliseconds;
  const at = isPlausible ? told : now;
  return new Date(at - (at % hourMilliseconds)).toISOString();
}
