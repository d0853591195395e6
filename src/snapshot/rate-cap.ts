import type { RateCap } from '../resource-policy.ts';

/** Whether somebody may be asked about an environment now; if so, they are taken to be. */
export type Admit = (about: object, kind: 'known' | 'unknown') => boolean;

/**
 * Lets only so many through. The times differ at random from isolate to isolate, so that those which
 * lost their source together do not come back together.
 */
export function capRate(cap: RateCap, now: () => number): Admit {
  const { perEnvironmentMilliseconds } = cap;
  const nextAt = new WeakMap<object, number>();
  const paces = { known: pace(cap.known), unknown: pace(cap.unknown) };
  return (about, kind) => {
    const at = now();
    const next = nextAt.get(about) ?? at;
    if (at < next && next - at <= 1.5 * perEnvironmentMilliseconds) return false;
    if (!paces[kind](at)) return false;
    nextAt.set(about, at + perEnvironmentMilliseconds * (0.5 + Math.random()));
    return true;
  };
}

/**
 * So many at once, and then one of each interval (the generic cell rate algorithm). A debt that is
 * larger than any comes of a clock that was set back: it is forgiven.
 */
function pace({ everyMilliseconds, atOnce }: RateCap['known']): (at: number) => boolean {
  const mostMilliseconds = everyMilliseconds * atOnce;
  let paidAt = Number.NEGATIVE_INFINITY;
  return (at) => {
    const debtMilliseconds = Math.max(0, paidAt - at);
    const isForgiven = debtMilliseconds > mostMilliseconds;
    if (!isForgiven && debtMilliseconds > mostMilliseconds - everyMilliseconds) return false;
    paidAt = at + (isForgiven ? 0 : debtMilliseconds) + everyMilliseconds;
    return true;
  };
}
