import { condition } from '../contract/condition.ts';
import { type Problem, problemsOf } from '../contract/problem.ts';
import { prepare } from '../engine/prepare.ts';
import type { Segment } from '../engine/snapshot.ts';
import { authoredProblem } from './authored-problem.ts';
import { compileCondition } from './compile-condition.ts';
import { compileFlag, unservedOverrides } from './compile-flag.ts';
import { currentFormat, type PublishedKey, type PublishedSnapshot } from './format.ts';
import type { EnvironmentSource } from './source.ts';

export interface Compiled {
  readonly snapshot: PublishedSnapshot;
  readonly problems: readonly SnapshotProblem[];
}

/** What a person has to mend: everything else is served as it should be. */
export interface SnapshotProblem extends Problem {
  /** `flag <key>` or `segment <key>`. */
  readonly subject: string;
}

/**
 * From an environment's rows to its snapshot: pure, and the same rows make the same bytes. What is
 * wrong with a flag is asked of the engine itself, so that nothing is accepted that the edge would
 * not serve.
 */
export function compile(source: EnvironmentSource): Compiled {
  const snapshot: PublishedSnapshot = {
    format: currentFormat,
    environment: source.environment.key,
    version: source.environment.version,
    flags: source.flags.map(compileFlag),
    segments: source.segments.flatMap(compileSegment),
    keys: source.keys.flatMap(compileKey),
  };
  const problems = [
    ...brokenFlags(snapshot),
    ...source.flags.flatMap(lostOverrides),
    ...source.segments.flatMap(brokenSegment),
  ];
  return { snapshot, problems };
}

type SegmentSource = EnvironmentSource['segments'][number];

/** Without a segment that is broken, the flags that refer to it are broken in turn. */
function compileSegment({ key, conditions }: SegmentSource): Segment[] {
  const parsed = condition.safeParse(conditions);
  return parsed.success ? [{ key, when: compileCondition(parsed.data) }] : [];
}

function brokenSegment({ key, conditions }: SegmentSource): SnapshotProblem[] {
  const parsed = condition.safeParse(conditions);
  const problems = parsed.success ? [] : problemsOf(parsed.error);
  return problems.map((problem) => ({ subject: `segment ${key}`, ...problem }));
}

function* brokenFlags(snapshot: PublishedSnapshot): Iterable<SnapshotProblem> {
  for (const { key, problem } of prepare(snapshot).flags.values()) {
    if (problem !== undefined) yield { subject: `flag ${key}`, ...authoredProblem(problem) };
  }
}

const lostOverrides = (source: EnvironmentSource['flags'][number]): SnapshotProblem[] =>
  unservedOverrides(source).map(({ scope, subject, variant }) => ({
    subject: `flag ${source.flag.key}`,
    path: `overrides.${scope}.${subject}.variant`,
    message: `expected the name of a variant, which "${variant}" is not`,
  }));

/** Admin keys stay in the database: no answer of the edge depends on them. */
function compileKey({ id, kind, hash, allowedOrigins }: EnvironmentSource['keys'][number]) {
  if (kind === 'admin') return [];
  return [{ id, kind, hash, allowedOrigins } satisfies PublishedKey];
}
