import { BUCKETS, type Bucketer, bucketQuestion } from './bucket.ts';
import type { Evaluation } from './evaluation.ts';
import { always, type Question } from './question.ts';
import type { Rollout, Share } from './snapshot.ts';

/**
 * How a rollout draws, and what it says of those it drew, in the words of whoever owns it. `Pass`
 * is what it says where it serves nothing.
 */
export interface Draw<Pass> {
  readonly bucketer: Bucketer;
  readonly salt: string;
  readonly bucketBy: string;
  /** The rollout does not depend on the unit: one variant for all, or none for anybody. */
  readonly everybody: (variant: string) => Evaluation;
  readonly nobody: Pass;
  /** The unit's bucket is below the percentage, or is not; or there is no unit. */
  readonly inside: (variant: string) => Evaluation;
  readonly outside: Pass;
  readonly withoutUnit: Pass;
}

export function prepareRollout<Pass>(
  { millipercent, split }: Rollout,
  draw: Draw<Pass>,
): Question<Evaluation | Pass> {
  if (millipercent === 0) return always(draw.nobody);
  const sole = split.find(({ weight }) => weight === BUCKETS);
  if (millipercent === BUCKETS && sole) return always(draw.everybody(sole.variant));
  const serve = sole ? always(draw.inside(sole.variant)) : prepareSplit(split, draw);
  return millipercent === BUCKETS ? serve : prepareGate(millipercent, serve, draw);
}

/** Lets through the units whose bucket is below the percentage. */
function prepareGate<Pass>(
  millipercent: number,
  serve: Question<Evaluation | Pass>,
  { bucketer, salt, bucketBy, outside, withoutUnit }: Draw<Pass>,
): Question<Evaluation | Pass> {
  const bucketOf = bucketQuestion(bucketBy, bucketer.rollout(salt));
  return (context, now) => {
    const bucket = bucketOf(context, now);
    if (bucket === undefined) return withoutUnit;
    return bucket < millipercent ? serve(context, now) : outside;
  };
}

/** Lays the shares end to end over the buckets; a unit moves only when an end passes its bucket. */
function prepareSplit<Pass>(
  split: readonly Share[],
  { bucketer, salt, bucketBy, inside, outside, withoutUnit }: Draw<Pass>,
): Question<Evaluation | Pass> {
  const bucketOf = bucketQuestion(bucketBy, bucketer.variant(salt));
  const ends = cumulate(split.map(({ weight }) => weight));
  const answers = split.map(({ variant }) => inside(variant));
  return (context, now) => {
    const bucket = bucketOf(context, now);
    if (bucket === undefined) return withoutUnit;
    return answers[ends.findIndex((end) => bucket < end)] ?? outside;
  };
}

function cumulate(weights: readonly number[]): number[] {
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum;
  });
}
