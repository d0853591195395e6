import type { Condition, Flag, Rollout, Rule, Snapshot } from '../../src/engine/snapshot.ts';
import { COUNTRIES } from './users.ts';

const ALL = 100_000;
const whole = (variant: string): Rollout => ({
  millipercent: ALL,
  split: [{ variant, weight: ALL }],
});

function flag(key: string, changes: Partial<Flag>): Flag {
  return {
    key,
    name: key,
    kind: 'boolean',
    clientVisible: true,
    variants: [
      { name: 'on', value: true },
      { name: 'off', value: false },
    ],
    offVariant: 'off',
    killed: false,
    on: true,
    salt: key,
    bucketBy: 'user_id',
    overrides: [],
    prerequisites: [],
    rules: [],
    rollout: whole('on'),
    ...changes,
  };
}

const test = (
  attribute: string,
  operator: string,
  value: string | number | string[],
): Condition => ({
  attribute,
  operator,
  value,
});

const rule = (id: string, ...all: Condition[]): Rule => ({
  id,
  when: { all },
  rollout: whole('on'),
});

export const staticFlag = (key: string): Flag => flag(key, {});

/** w1: half of the users. */
export const rolloutFlag = (key: string): Flag =>
  flag(key, { rollout: { ...whole('on'), millipercent: ALL / 2 } });

export const ruleFlag = (key: string): Flag =>
  flag(key, {
    rules: [rule('enterprise', test('plan', 'equals', 'enterprise'))],
    rollout: whole('off'),
  });

/** w2: three rules of two conditions, the third of which matches; 30 % of the rest. */
export const targetedFlag = (key: string): Flag =>
  flag(key, {
    rules: [
      rule(
        'new-in-europe',
        test('country', 'in', COUNTRIES),
        test('version', 'semver_greater_or_equal', '3.1.0'),
      ),
      rule('large-in-europe', test('country', 'in', COUNTRIES), test('seats', 'greater', 100)),
      rule(
        'ours',
        test('email', 'ends_with', '@example.com'),
        test('version', 'semver_greater', '1.9.3'),
      ),
    ],
    rollout: { ...whole('on'), millipercent: 30_000 },
  });

function many(count: number, prefix: string, make: (key: string) => Flag): Flag[] {
  return Array.from({ length: count }, (_, index) => make(`${prefix}-${index}`));
}

const snapshot = (flags: readonly Flag[]): Snapshot => ({
  environment: 'bench',
  version: 1,
  flags,
  segments: [],
});

/** w3: a hundred flags, as an application might have them. */
export const hundredFlags = snapshot([
  ...many(40, 'static', staticFlag),
  ...many(30, 'rollout', rolloutFlag),
  ...many(20, 'rule', ruleFlag),
  ...many(10, 'targeted', targetedFlag),
]);

export const w1 = snapshot([rolloutFlag('w1')]);
export const w2 = snapshot([targetedFlag('w2')]);

/** w4: as much as an environment may have: 2,000 flags of 20 rules, none of which matches. */
export const largest = snapshot(
  many(2_000, 'flag', (key) =>
    flag(key, {
      rules: Array.from({ length: 20 }, (_, index) =>
        rule(
          `rule-${index}`,
          test('country', 'in', COUNTRIES),
          test('version', 'semver_greater', `${index + 3}.0.0`),
        ),
      ),
      rollout: { ...whole('on'), millipercent: 30_000 },
    }),
  ),
);
