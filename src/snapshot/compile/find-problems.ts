import type { Problem } from '../../contract/errors/problem.ts';
import { flagName, segmentName } from '../../engine/dependencies/references.ts';
import { prepare } from '../../engine/prepare.ts';
import type { PreparedSnapshot } from '../../engine/prepared-snapshot.ts';
import type { PublishedSnapshot } from '../format.ts';
import { authoredProblem } from './authored-problem.ts';
import { unservedOverrides } from './compile-flag.ts';
import type { EnvironmentRows } from './environment-rows.ts';
import { findExcesses } from './find-excesses.ts';

/** What a person has to mend: everything else is served as it should be. */
export interface SnapshotProblem extends Problem {
  /** `environment`, `flag <key>` or `segment <key>`. */
  readonly subject: string;
  /** How many there are, where that is too many. */
  readonly count?: number;
}

/**
 * What is wrong with a flag or segment is asked of the engine itself, so that nothing is accepted that the edge
 * would not serve.
 */
export function findProblems(
  source: EnvironmentRows,
  snapshot: PublishedSnapshot,
): SnapshotProblem[] {
  const prepared = prepare(snapshot);
  return [
    ...findExcesses(snapshot, prepared.conditionCount),
    ...findBroken(prepared),
    ...source.flags.flatMap(lostOverrides),
  ];
}

/** What answers with an error, and all that refers to it. */
export const findBroken = ({ flags, segmentProblems }: PreparedSnapshot): SnapshotProblem[] => [
  ...[...segmentProblems].map(([key, problem]) => ({
    subject: segmentName(key),
    ...authoredProblem(problem),
  })),
  ...[...flags.values()].flatMap(({ key, problem }) =>
    problem === undefined ? [] : { subject: flagName(key), ...authoredProblem(problem) },
  ),
];

const lostOverrides = (source: EnvironmentRows['flags'][number]): SnapshotProblem[] =>
  unservedOverrides(source).map(({ scope, subject, variant }) => ({
    subject: flagName(source.flag.key),
    path: `overrides.${scope}.${subject}`,
    message: `expected a variant that there is (this is "${variant}"), a subject, and an instant to expire at`,
  }));
