import { maxFlags, maxPatterns, maxRules } from '../contract/limits.ts';
import type { Problem } from '../contract/problem.ts';
import { withParts } from '../engine/conditions/with-parts.ts';
import { flagName, segmentName } from '../engine/dependencies/references.ts';
import { prepare } from '../engine/prepare.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { authoredProblem } from './authored-problem.ts';
import { unservedOverrides } from './compile-flag.ts';
import type { EnvironmentRows } from './environment-rows.ts';
import type { PublishedSnapshot } from './format.ts';

/** What a person has to mend: everything else is served as it should be. */
export interface SnapshotProblem extends Problem {
  /** `environment`, `flag <key>` or `segment <key>`. */
  readonly subject: string;
}

/**
 * What is wrong with a flag or segment is asked of the engine itself, so that nothing is accepted that the edge
 * would not serve.
 */
export const findProblems = (
  source: EnvironmentRows,
  snapshot: PublishedSnapshot,
): SnapshotProblem[] => [
  ...excesses(snapshot),
  ...brokenDefinitions(snapshot),
  ...source.flags.flatMap(lostOverrides),
];

/** What would take an isolate too long to answer in one request. */
function* excesses(snapshot: Snapshot): Iterable<SnapshotProblem> {
  const { flags } = snapshot;
  const rules = flags.reduce((sum, flag) => sum + flag.rules.length, 0);
  const subject = 'environment';
  if (flags.length > maxFlags) {
    yield {
      subject,
      path: '',
      message: `expected at most ${maxFlags} flags, not ${flags.length}; archive some`,
    };
  }
  if (rules > maxRules) {
    yield {
      subject,
      path: 'rules',
      message: `expected at most ${maxRules} in all flags together, not ${rules}`,
    };
  }
  const patterns = countPatterns(snapshot);
  if (patterns > maxPatterns) {
    yield {
      subject,
      path: 'rules',
      message: `expected at most ${maxPatterns} different patterns in all flags and segments together, not ${patterns}`,
    };
  }
}

/** Equal ones are compiled once. */
function countPatterns({ flags, segments }: Snapshot): number {
  const owners = [...flags.flatMap(({ rules }) => rules), ...segments];
  const patterns = owners
    .flatMap(({ when }) => withParts(when))
    .flatMap((test) =>
      'operator' in test && test.operator === 'matches' ? [`${test.ignoreCase} ${test.value}`] : [],
    );
  return new Set(patterns).size;
}

function* brokenDefinitions(snapshot: PublishedSnapshot): Iterable<SnapshotProblem> {
  const { flags, segmentProblems } = prepare(snapshot);
  for (const [key, problem] of segmentProblems) {
    yield { subject: segmentName(key), ...authoredProblem(problem) };
  }
  for (const { key, problem } of flags.values()) {
    if (problem !== undefined) yield { subject: flagName(key), ...authoredProblem(problem) };
  }
}

const lostOverrides = (source: EnvironmentRows['flags'][number]): SnapshotProblem[] =>
  unservedOverrides(source).map(({ scope, subject, variant }) => ({
    subject: flagName(source.flag.key),
    path: `overrides.${scope}.${subject}`,
    message: `expected a variant that there is (this is "${variant}"), a subject, and an instant to expire at`,
  }));
