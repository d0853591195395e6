import type { Evaluation } from './evaluation.ts';
import { notFound } from './outcomes.ts';
import { type PreparedFlag, prepareFlag } from './prepare-flag.ts';
import type { Flag, Snapshot } from './snapshot.ts';

/** A snapshot ready to be asked. */
export interface PreparedSnapshot {
  readonly environment: string;
  readonly version: number;
  /** In the order of their keys. */
  readonly flags: ReadonlyMap<string, PreparedFlag>;
  /** Sorted instants at which an answer may change by time alone. */
  readonly boundaries: Float64Array;
  readonly unknownFlag: Evaluation;
}

/** Never throws on a broken flag: it is isolated, see `PreparedFlag.problem`. */
export function prepare(snapshot: Snapshot): PreparedSnapshot {
  const { environment, version } = snapshot;
  const named = snapshot.flags.filter((flag) => typeof flag?.key === 'string');
  const flags = named
    .toSorted((left, right) => (left.key < right.key ? -1 : 1))
    .map((flag) => [flag.key, prepareFlag(flag, version)] as const);
  return {
    environment,
    version,
    flags: new Map(flags),
    boundaries: Float64Array.from(new Set(named.flatMap(boundariesOf))).sort(),
    unknownFlag: notFound(version),
  };
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

function boundariesOf(flag: Flag): number[] {
  const instants = Array.isArray(flag.overrides)
    ? flag.overrides.map((override) => override?.expiresAt)
    : [];
  return instants.filter((instant) => typeof instant === 'number');
}
