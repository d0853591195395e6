import type { Evaluation } from '../evaluation.ts';
import type { Question } from '../question.ts';

/** What a step, a condition or a bucket may answer. */
export type Answer = Evaluation | boolean | number | undefined;

export interface Asked {
  /** Tells what an `undefined` answer says: passed on, unknown, or no unit. */
  readonly kind: 'step' | 'condition' | 'bucket';
  /** The part of the definition that asks: `rules[0].when.all[1]`. */
  readonly path: string;
  readonly description: () => string;
}

/**
 * Every step, condition and bucket passes through here as it is made. Evaluation takes it as it is;
 * an explanation puts a witness around it. So both ask the same, and only an explanation pays.
 */
export type Trace = <Some extends Answer>(asked: Asked, question: Question<Some>) => Question<Some>;

/** Makes the trace over one definition: `flag checkout`, `segment beta`. */
export type Tracer = (subject: string) => Trace;

export const untraced: Tracer = () => (_asked, question) => question;
