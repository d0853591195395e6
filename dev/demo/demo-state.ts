import type { DocumentFlag } from '../../src/contract/environments/environment-document.ts';
import type { DemoFlag } from './demo-flag.ts';
import { demoVariants } from './demo-variants.ts';

type State = NonNullable<DocumentFlag['state']>;
type Rule = State['rules'][number];

export type DemoEnvironment = 'production' | 'staging' | 'development';

const full = 100_000;
const whole = (variant: string) => [{ variant, weight: full }];

/** What a flag of the demo does in an environment: there is more to see the further it is from production. */
export function demoState(flag: DemoFlag, environment: DemoEnvironment): State {
  const first = demoVariants(flag).variants[0]?.name ?? 'on';
  const usual: State = {
    is_enabled: true,
    is_killed: false,
    rollout_percentage: 100,
    split: whole(first),
    rules: [],
    prerequisites: [],
    salt: flag.key,
    bucket_by: 'user_id',
  };
  return { ...usual, ...changesOf(flag, environment) };
}

function changesOf(flag: DemoFlag, environment: DemoEnvironment): Partial<State> {
  const isLive = environment === 'production';
  switch (flag.shape) {
    case 'off':
    case 'archived':
      return { is_enabled: false };
    case 'new':
      return { is_enabled: environment === 'development' };
    case 'rollout':
      return isLive ? { rollout_percentage: shareOf(flag), bucket_by: 'organisation_id' } : {};
    case 'beta':
      return isLive ? onlyBy(pilots, 'on') : {};
    case 'plan':
      return onlyBy(enterprise, 'on');
    case 'region':
      return onlyBy(regional, 'on');
    case 'test':
      return isLive ? { split: thirds } : {};
    case 'limit':
      return { rules: [{ ...enterprise, split: whole('raised') }] };
    case 'settings':
      return { rules: [{ ...nights, split: whole('careful') }] };
    case 'stopped':
      return { is_killed: isLive };
    default:
      return flag.shape === 'on' ? {} : { is_enabled: isLive };
  }
}

const shareOf = ({ key }: DemoFlag): number => [5, 10, 20, 25, 50, 75][key.length % 6] ?? 50;

const thirds = [
  { variant: 'current', weight: 50_000 },
  { variant: 'shorter', weight: 25_000 },
  { variant: 'bolder', weight: 25_000 },
];

/** Whoever the rule does not name is served the off variant. */
const onlyBy = (rule: Rule, variant: string): Partial<State> => ({
  rollout_percentage: 0,
  rules: [{ ...rule, split: whole(variant) }],
});

const pilots: Rule = {
  id: 'pilots',
  description: 'Customers who try out what is new',
  when: { any: [{ segment: 'pilot-customers' }, { segment: 'staff' }] },
  rollout_percentage: 100,
  split: whole('on'),
};

const enterprise: Rule = {
  id: 'enterprise',
  description: 'What the enterprise plan comes with',
  when: { segment: 'enterprise-plan' },
  rollout_percentage: 100,
  split: whole('on'),
};

const regional: Rule = {
  id: 'european-union',
  description: 'Where the law or the bank asks for it',
  when: {
    all: [
      { segment: 'european-union' },
      { not: { attribute: 'account_age_days', operator: 'less', value: 14 } },
    ],
  },
  rollout_percentage: 100,
  split: whole('on'),
};

const nights: Rule = {
  id: 'small-accounts',
  description: 'Less often for small accounts',
  when: { attribute: 'seats', operator: 'less_or_equal', value: 5 },
  rollout_percentage: 100,
  split: whole('careful'),
};
