import { prepareBucketOf } from '../bucketing/bucket-of.ts';
import { BUCKETS, isInRollout } from '../bucketing/bucketer.ts';
import type { Evaluation } from '../evaluation.ts';
import type { FlagScope } from '../prepare-scope.ts';
import { always, type Question } from '../question.ts';
import type { Rollout, Share } from '../snapshot.ts';
import type { RolloutOutcomes } from './outcomes.ts';

/** Whose rollout it is, and what it says. */
export interface Owner<Unserved> {
  readonly scope: FlagScope;
  readonly path: string;
  readonly outcomes: RolloutOutcomes<Unserved>;
}

/**
 * A rule draws by the same salt as the default rollout of its flag, so that whoever it serves at
 * 10 % is still served when the rule gives way to a default rollout of 10 %.
 */
export function prepareRollout<Unserved>(
  rollout: Rollout,
  owner: Owner<Unserved>,
): Question<Evaluation | Unserved> {
  const { millipercent, split } = rollout;
  const { everybody, nobody, inside } = owner.outcomes;
  if (millipercent === 0) return always(nobody);
  const sole = soleVariant(split);
  if (millipercent === BUCKETS && sole !== undefined) return always(everybody(sole));
  const serve = sole === undefined ? prepareSplit(rollout, owner) : always(inside(sole));
  return millipercent === BUCKETS ? serve : prepareGate(rollout, serve, owner);
}

/** The variant that all shares serve, if it is one; a share without weight serves none. */
function soleVariant(split: readonly Share[]): string | undefined {
  const [first, ...others] = split.filter(({ weight }) => weight > 0);
  return others.every(({ variant }) => variant === first?.variant) ? first?.variant : undefined;
}

/** Lets through the units whose bucket is below the percentage. */
function prepareGate<Unserved>(
  { millipercent }: Rollout,
  serve: Question<Evaluation | Unserved>,
  { scope, path, outcomes: { outside, withoutUnit } }: Owner<Unserved>,
): Question<Evaluation | Unserved> {
  const draw = { by: scope.bucketer.rollout, salt: scope.flag.salt };
  const bucketOf = prepareBucketOf(draw, path, scope);
  return (context, now) => {
    const bucket = bucketOf(context, now);
    if (bucket === undefined) return withoutUnit;
    return isInRollout(bucket, millipercent) ? serve(context, now) : outside;
  };
}

/** Lays the shares end to end over the buckets; a unit moves only when an end passes its bucket. */
function prepareSplit<Unserved>(
  { split }: Rollout,
  { scope, path, outcomes }: Owner<Unserved>,
): Question<Evaluation | Unserved> {
  const { outside, withoutUnit } = outcomes;
  const draw = { by: scope.bucketer.variant, salt: scope.flag.salt };
  const bucketOf = prepareBucketOf(draw, `${path}.split`, scope);
  const shares = layEndToEnd(split, outcomes);
  return (context, now) => {
    const bucket = bucketOf(context, now);
    if (bucket === undefined) return withoutUnit;
    for (const { end, answer } of shares) if (bucket < end) return answer;
    return outside;
  };
}

function layEndToEnd(split: readonly Share[], { inside }: RolloutOutcomes<unknown>) {
  let end = 0;
  return split.map(({ variant, weight }) => {
    end += weight;
    return { end, answer: inside(variant) };
  });
}
