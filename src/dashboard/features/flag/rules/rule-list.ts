import type { AuthoredRule } from '../../../../contract/flags/rule.ts';

/** With the rule at that place one earlier or later. */
export function moved(rules: readonly AuthoredRule[], place: number, by: -1 | 1): AuthoredRule[] {
  const next = [...rules];
  next.splice(place + by, 0, ...next.splice(place, 1));
  return next;
}

interface Variants {
  readonly variants: readonly { readonly name: string }[];
  readonly off_variant: string;
}

/** One that serves something other than the off variant, under an id that none has. */
export function newRule(flag: Variants, rules: readonly AuthoredRule[]): AuthoredRule {
  const served = flag.variants.find(({ name }) => name !== flag.off_variant);
  const taken = new Set(rules.map(({ id }) => id));
  let number = rules.length + 1;
  while (taken.has(`rule-${number}`)) number += 1;
  return {
    id: `rule-${number}`,
    when: { all: [{ attribute: '', operator: 'equals', value: '' }] },
    rollout_percentage: 100,
    split: [{ variant: served?.name ?? flag.off_variant, weight: 100_000 }],
  };
}
