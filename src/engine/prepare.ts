import { arrange, type Node } from './arrange.ts';
import { joinBoundaries } from './boundaries.ts';
import { findFlagProblem, findSegmentProblem } from './check-flag.ts';
import { isRecord } from './is-record.ts';
import { unknownFlag } from './outcomes.ts';
import type { PreparedSnapshot } from './prepared.ts';
import { flagName, flagNode, segmentName, segmentNode } from './references.ts';
import type { Flag, Segment, Snapshot } from './snapshot.ts';
import { unwatched, type Watcher } from './watch.ts';
import { Workshop } from './workshop.ts';

export { epoch } from './boundaries.ts';
export type { PreparedSnapshot } from './prepared.ts';

/**
 * Makes a snapshot ready to be asked. Throws a `TypeError` where it has no lists of flags and
 * segments; whatever else is wrong stays within the flag that has it, see `PreparedFlag.problem`.
 */
export function prepare(snapshot: Snapshot, watcher: Watcher = unwatched): PreparedSnapshot {
  const { environment, version } = snapshot;
  const workshop = new Workshop(version, watcher);
  prepareDefinitions(snapshot, workshop);
  const flags = [...workshop.flags].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    environment,
    version,
    flags: new Map(flags),
    unknownFlag: unknownFlag(version),
    boundaries: joinBoundaries(workshop.flags.values()),
    source: snapshot,
  };
}

const UNREACHED = 'expected references without circle, few questions and at most ten levels deep';

interface Definition extends Node {
  readonly prepare: () => void;
}

/** Those that refer to nothing come first, then those that refer to them. */
function prepareDefinitions(snapshot: Snapshot, workshop: Workshop): void {
  const definitions = new Map([
    ...defineSegments(snapshot.segments, workshop),
    ...defineFlags(snapshot.flags.filter(hasKey), workshop),
  ]);
  for (const name of arrange(definitions)) definitions.get(name)?.prepare();
}

function defineSegments(segments: readonly Segment[], workshop: Workshop): [string, Definition][] {
  const sound = segments.filter((segment) => findSegmentProblem(segment) === undefined);
  return sound.map((segment) => [
    segmentName(segment.key),
    { ...segmentNode(segment), prepare: () => workshop.addSegment(segment) },
  ]);
}

/** A flag counts as broken until it is prepared, which one without a problem may never be. */
function defineFlags(flags: readonly Flag[], workshop: Workshop): [string, Definition][] {
  const repeated = findRepeated(flags.map(({ key }) => key));
  const sound = flags.filter((flag) => {
    const problem = repeated.has(flag.key) ? 'key: expected one of its own' : findFlagProblem(flag);
    workshop.addBrokenFlag(flag, problem ?? UNREACHED);
    return problem === undefined;
  });
  return sound.map((flag) => [
    flagName(flag.key),
    { ...flagNode(flag), prepare: () => workshop.addFlag(flag) },
  ]);
}

/** Without key, a flag cannot be asked. */
function hasKey(flag: Flag): boolean {
  return isRecord(flag) && typeof flag.key === 'string';
}

function findRepeated(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(keys.filter((key) => seen.has(key) || !seen.add(key)));
}
