import { type AnswerSource, answerSources } from '../snapshot/held.ts';

/**
 * What one isolate has served since its last report, as it travels through the queue. Instants are in
 * milliseconds since the epoch. Never of a user. Consumers of older code read it while newer code is being
 * deployed: they overlook a new property, and drop what has another shape.
 */
export interface EdgeReport {
  /** The same however often it is delivered. */
  readonly id: string;
  readonly madeAt: number;
  /** The code of the data centre, such as `FRA`; `local` where there is none. */
  readonly location: string;
  readonly evaluations: readonly EvaluationCount[];
  readonly answers: readonly AnswerCount[];
  readonly firsts: readonly FirstAnswer[];
  /** Evaluations that found no room: they are in no row. */
  readonly uncounted: number;
}

/** Lists rather than records, as a report has hundreds of them: a third of the size. */
export type EvaluationCount = readonly [
  hour: number,
  environment: string,
  flag: string,
  /** Empty where none was served. */
  variant: string,
  reason: string,
  /** Empty without one. */
  organisation: string,
  count: number,
];

/** Where answers came from; those that nothing had confirmed for long count as `stale` as well. */
export type AnswerKind = AnswerSource | 'stale';
export const answerKinds: readonly AnswerKind[] = [...answerSources, 'stale'];

/** Of what nobody knows whether it is still so. */
export const fallbackKinds: readonly AnswerKind[] = ['bundle', 'default', 'stale'];

export type AnswerCount = readonly [environment: string, kind: AnswerKind, count: number];

/** That an isolate first answered with a version. */
export type FirstAnswer = readonly [environment: string, version: number, at: number];

/** Stands for all organisations that found no room of their own. */
export const otherOrganisations = '(other)';
