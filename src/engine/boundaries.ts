import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { PreparedSnapshot } from './prepared-snapshot.ts';
import type { Flag } from './snapshot.ts';

/** The instants at which the answers of a flag may change by time alone. */
export function boundariesOf({ overrides, rules }: Flag): readonly number[] {
  const instants = [
    ...overrides.map(({ expiresAt }) => expiresAt),
    ...rules.flatMap(({ from, until }) => [from, until]),
  ];
  return instants.filter((instant) => typeof instant === 'number');
}

/** Those of all flags, in order and each once. */
export function joinBoundaries(flags: Iterable<PreparedFlag>): Float64Array {
  return Float64Array.from(new Set([...flags].flatMap(({ boundaries }) => boundaries))).sort();
}

/** How many boundaries have passed: within one epoch, time changes no answer. */
export function epoch({ boundaries }: PreparedSnapshot, now: number): number {
  let passed = 0;
  let ahead = boundaries.length;
  while (passed < ahead) {
    const middle = (passed + ahead) >>> 1;
    if ((boundaries[middle] ?? Infinity) <= now) passed = middle + 1;
    else ahead = middle;
  }
  return passed;
}
