import { metricsPolicy } from '../../resource-policy.ts';
import type { Keep } from './collect-metrics.ts';
import type { Readings } from './metrics.ts';

/** Each by its name for a while, in the memory of this isolate. What fails is not kept. */
export function keepReadings(now: () => number): Keep {
  const kept = new Map<string, { readonly at: number; readonly readings: Readings }>();
  return async (name, read) => {
    const last = kept.get(name);
    if (last && Math.abs(now() - last.at) < metricsPolicy.keptMilliseconds) return last.readings;
    const readings = await read();
    kept.set(name, { at: now(), readings });
    return readings;
  };
}
