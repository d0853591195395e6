import { joinBoundaries } from './boundaries.ts';
import { unknownFlag } from './flag/outcomes.ts';
import { prepareDefinitions } from './prepare-definitions.ts';
import type { PreparedSnapshot } from './prepared-snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { type Tracer, untraced } from './tracing/trace.ts';

/**
 * Makes a snapshot ready to be asked. Throws a `TypeError` where it has no lists of flags and
 * segments; whatever else is wrong stays within the flag that has it, see `PreparedFlag.problem`.
 * Freezes the values of the variants, which the answers share.
 */
export function prepare(snapshot: Snapshot, tracer: Tracer = untraced): PreparedSnapshot {
  const { environment, version } = snapshot;
  const { flags, segmentProblems, conditionCount } = prepareDefinitions(snapshot, tracer);
  return {
    environment,
    version,
    flags: new Map([...flags].sort(([left], [right]) => (left < right ? -1 : 1))),
    unknownFlag: unknownFlag(version),
    boundaries: joinBoundaries(flags.values()),
    segmentProblems,
    conditionCount,
  };
}
