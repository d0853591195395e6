import type { Context } from './context.ts';
import type { Evaluation } from './evaluation.ts';

/** Kleene's three values; `undefined` is unknown. */
export type Truth = boolean | undefined;

/**
 * A prepared question. It asks nothing but its arguments, always answers and never throws, since
 * whatever can be wrong with a definition was found out when the question was made.
 */
export type Question<Answer> = (context: Context, now: number) => Answer;

/** One of a flag's decisions in turn; `undefined` passes the question on to the next. */
export type Step = Question<Evaluation | undefined>;

export type Predicate = Question<Truth>;

/** The bucket (0 to 99 999) of the context's unit, or `undefined` for a context without unit. */
export type BucketOf = Question<number | undefined>;

export function always<Answer>(answer: Answer): Question<Answer> {
  return () => answer;
}
