import { fromMillipercent } from '../../../../contract/fields/percentage.ts';
import type { AuthoredRule } from '../../../../contract/flags/rule.ts';

/** `green`, or `blue 70 %, green 30 %, for 50 %`. */
export function describeServed({
  split,
  rollout_percentage,
}: Pick<AuthoredRule, 'split' | 'rollout_percentage'>): string {
  const [only] = split;
  const variants =
    split.length === 1 && only
      ? only.variant
      : split.map(({ variant, weight }) => `${variant} ${fromMillipercent(weight)} %`).join(', ');
  return rollout_percentage === 100 ? variants : `${variants}, for ${rollout_percentage} %`;
}
