interface Rollout {
  readonly rollout_percentage: number;
  readonly split: readonly { readonly variant: string; readonly weight: number }[];
}

const full = 100_000;

/**
 * Which part of the units, 0 to 1, is served another variant after a change of a default rollout. Who is in a
 * rollout and which variant they get are drawn apart: the first grows from the bottom, the second lies end to
 * end (docs/evaluation.md).
 */
export function movedShare(before: Rollout, after: Rollout, offVariant: string): number {
  const [low, high] = [before, after].sort((a, b) => a.rollout_percentage - b.rollout_percentage);
  if (!low || !high) return 0;
  const stay = low.rollout_percentage / 100;
  const join = high.rollout_percentage / 100 - stay;
  const off = [{ variant: offVariant, weight: full }];
  return stay * differing(before.split, after.split) + join * differing(high.split, off);
}

type Split = Rollout['split'];

/** The part of the buckets that two splits give different variants. */
function differing(one: Split, other: Split): number {
  const ends = [...new Set([...endsOf(one), ...endsOf(other)])].sort((a, b) => a - b);
  let [from, sum] = [0, 0];
  for (const end of ends) {
    if (variantAt(one, from) !== variantAt(other, from)) sum += end - from;
    from = end;
  }
  return sum / full;
}

const endsOf = (split: Split): number[] =>
  split.map((_, place) => split.slice(0, place + 1).reduce((sum, { weight }) => sum + weight, 0));

function variantAt(split: Split, bucket: number): string | undefined {
  const ends = endsOf(split);
  return split.find((_, place) => (ends[place] ?? 0) > bucket)?.variant;
}
