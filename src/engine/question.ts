import type { PlainContext } from './context.ts';
import type { Evaluation } from './evaluation.ts';

/** Kleene's three values; `undefined` is unknown. */
export type Truth = boolean | undefined;

/**
 * A prepared question. It depends on nothing but its arguments and, for any context of plain data,
 * does not throw: what can be wrong with a definition was found out when the question was made.
 */
export type Question<Answer> = (context: PlainContext, now: number) => Answer;

/** One of a flag's decisions; `undefined` leaves the decision to the next step. */
export type Step = Question<Evaluation | undefined>;

export type Predicate = Question<Truth>;

/** The bucket (0 to 99 999) of the context's unit; `undefined` for a context without unit. */
export type BucketOf = Question<number | undefined>;

export function always<Answer>(answer: Answer): Question<Answer> {
  return () => answer;
}

/** The step of a definition that decides nothing; nobody needs to ask it. */
export const noDecision: Step = always(undefined);
