import { prepareBucketOf } from '../bucketing/bucket-of.ts';
import { BUCKETS } from '../bucketing/bucketer.ts';
import type { FlagDraft } from '../draft.ts';
import type { Evaluation } from '../evaluation.ts';
import { always, type Question } from '../question.ts';
import type { Rollout } from '../snapshot.ts';
import type { RolloutOutcomes } from './outcomes.ts';

/** Whose rollout it is, and what it says. */
export interface Owner<Pass> {
  readonly draft: FlagDraft;
  readonly path: string;
  readonly outcomes: RolloutOutcomes<Pass>;
}

/**
 * A rule draws by the same salt as the default rollout of its flag, so that whoever it serves at
 * 10 % is still served when the rule gives way to a default rollout of 10 %.
 */
export function prepareRollout<Pass>(
  rollout: Rollout,
  owner: Owner<Pass>,
): Question<Evaluation | Pass> {
  const { millipercent, split } = rollout;
  const { everybody, nobody, inside } = owner.outcomes;
  if (millipercent === 0) return always(nobody);
  const sole = split.find(({ weight }) => weight === BUCKETS);
  if (millipercent === BUCKETS && sole) return always(everybody(sole.variant));
  const serve = sole ? always(inside(sole.variant)) : prepareSplit(rollout, owner);
  return millipercent === BUCKETS ? serve : prepareGate(rollout, serve, owner);
}

/** Lets through the units whose bucket is below the percentage. */
function prepareGate<Pass>(
  { millipercent }: Rollout,
  serve: Question<Evaluation | Pass>,
  { draft, path, outcomes: { outside, withoutUnit } }: Owner<Pass>,
): Question<Evaluation | Pass> {
  const bucketOf = prepareBucketOf(draft.bucketer.rollout(draft.flag.salt), path, draft);
  return (context, now) => {
    const bucket = bucketOf(context, now);
    if (bucket === undefined) return withoutUnit;
    return bucket < millipercent ? serve(context, now) : outside;
  };
}

/** Lays the shares end to end over the buckets; a unit moves only when an end passes its bucket. */
function prepareSplit<Pass>(
  { split }: Rollout,
  { draft, path, outcomes: { inside, outside, withoutUnit } }: Owner<Pass>,
): Question<Evaluation | Pass> {
  const bucketOf = prepareBucketOf(draft.bucketer.variant(draft.flag.salt), `${path}.split`, draft);
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
