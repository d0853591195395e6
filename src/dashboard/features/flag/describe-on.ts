import type { FlagDetail, FlagState } from './flag-query.ts';

/** What a flag that is on serves, as it is saved, in a sentence. Pure. */
export function describeOn({ off_variant: off }: FlagDetail, state: FlagState): string {
  const { rules, prerequisites } = state;
  const needs = prerequisites.length > 0 ? ', where its prerequisites are met' : '';
  const first =
    rules.length === 0
      ? ''
      : `${rules.length === 1 ? 'the rule' : `${rules.length} rules`} first; `;
  return `On${needs}: ${first}${describeRest(state, off)}.`;
}

function describeRest({ rules, rollout_percentage: percent, split }: FlagState, off: string) {
  const others = rules.length === 0 ? 'everybody' : 'everybody else';
  if (percent === 0) return `${others} is served ${off}`;
  const served = describeSplit(split);
  if (percent === 100) return `${others} is served ${served}`;
  const of = rules.length === 0 ? '' : ' of the others';
  return `${percent} %${of} are served ${served}, the rest ${off}`;
}

const describeSplit = (split: FlagState['split']): string =>
  split.length === 1
    ? (split[0]?.variant ?? '')
    : split.map(({ variant, weight }) => `${variant} (${weight / 1_000} %)`).join(', ');
