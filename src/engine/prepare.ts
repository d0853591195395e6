import { joinBoundaries } from './boundaries.ts';
import { ARRANGEMENT_PROBLEM, arrange, type Node } from './dependencies/arrange.ts';
import { flagName, flagNode, segmentName, segmentNode } from './dependencies/references.ts';
import { unknownFlag } from './flag/outcomes.ts';
import { isRecord } from './is-record.ts';
import type { PreparedSnapshot } from './prepared-snapshot.ts';
import type { Flag, Segment, Snapshot } from './snapshot.ts';
import { unwatched, type Watcher } from './tracing/watch.ts';
import { findFlagProblem } from './validation/flag.ts';
import { findSegmentProblem } from './validation/segment.ts';
import { Workshop } from './workshop.ts';

export { epoch } from './boundaries.ts';
export type { PreparedSnapshot } from './prepared-snapshot.ts';

/**
 * Makes a snapshot ready to be asked. Throws a `TypeError` where it has no lists of flags and
 * segments; whatever else is wrong stays within the flag that has it, see `PreparedFlag.problem`.
 * Freezes the values of the variants, which the answers share.
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
    segmentProblems: workshop.segmentProblems,
    source: snapshot,
  };
}

interface Definition extends Node {
  readonly prepare: (questions: number) => void;
}

/** Those that refer to nothing come first, then those that refer to them. */
function prepareDefinitions(snapshot: Snapshot, workshop: Workshop): void {
  const flags = snapshot.flags.filter(hasKey);
  const segments = snapshot.segments.filter(hasKey);
  const definitions = new Map([
    ...defineSegments(segments, workshop),
    ...defineFlags(flags, workshop),
  ]);
  const arranged = arrange(definitions);
  for (const [name, questions] of arranged) definitions.get(name)?.prepare(questions);
  for (const { key } of segments) {
    if (!workshop.segments.has(key) && !workshop.segmentProblems.has(key)) {
      workshop.segmentProblems.set(key, ARRANGEMENT_PROBLEM);
    }
  }
  for (const flag of flags) {
    if (!workshop.flags.has(flag.key)) workshop.addBrokenFlag(flag, ARRANGEMENT_PROBLEM);
  }
}

function defineSegments(segments: readonly Segment[], workshop: Workshop): [string, Definition][] {
  const sound = segments.filter((segment) => {
    const problem = findSegmentProblem(segment);
    if (problem !== undefined) workshop.segmentProblems.set(segment.key, problem);
    return problem === undefined;
  });
  return sound.map((segment) => [
    segmentName(segment.key),
    { ...segmentNode(segment), prepare: () => workshop.addSegment(segment) },
  ]);
}

function defineFlags(flags: readonly Flag[], workshop: Workshop): [string, Definition][] {
  const repeated = findRepeated(flags.map(({ key }) => key));
  const sound = flags.filter((flag) => {
    const problem = repeated.has(flag.key) ? 'key: expected one of its own' : findFlagProblem(flag);
    if (problem !== undefined) workshop.addBrokenFlag(flag, problem);
    return problem === undefined;
  });
  return sound.map((flag) => [
    flagName(flag.key),
    { ...flagNode(flag), prepare: (questions) => workshop.addFlag(flag, questions) },
  ]);
}

/** Without key, nobody can ask for it. */
function hasKey(definition: Flag | Segment): boolean {
  return isRecord(definition) && typeof definition.key === 'string';
}

function findRepeated(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(keys.filter((key) => seen.has(key) || !seen.add(key)));
}
