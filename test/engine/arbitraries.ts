import fc, { type Arbitrary } from 'fast-check';
import type { Context } from '../../src/engine/context.ts';
import type {
  AttributeTest,
  Condition,
  Flag,
  Rollout,
  Segment,
  Snapshot,
} from '../../src/engine/snapshot.ts';
import { sampleFlag } from './sample.ts';

/** Small pools, so that what is asked for is often there, and sometimes of another type. */
const NAMES = ['plan', 'seats', 'version', 'since', 'address', 'tags', 'company.plan', 'user_id'];
const INSTANTS = [0, 1_000, 2_000, 3_000];

const text = fc.constantFrom('pro', 'PRO', 'free', 'p', '', '5', 'true', 'straße', '🚩');
const number = fc.constantFrom(-1, 0, 1, 4.5, 5, 6, 1e21);
const decimal = fc.constantFrom('4', '5', '5.0', '+6', '-1', '1e1', '5x', '');
const version = fc.constantFrom(
  '1',
  '1.2',
  '1.2.3',
  'v1.2.4',
  '1.10.0',
  '1.2.3-rc.1',
  '1.2.3-rc.11',
  '2.0.0+b',
  'x',
);
const instant = fc.constantFrom(
  '1970-01-01',
  '1970-01-01T00:00:02Z',
  '1970-01-01T01:00:02+01:00',
  '1970-01-01T00:00:01',
  'soon',
);
const address = fc.constantFrom(
  '10.1.2.3',
  '192.168.1.1',
  '2001:db8::1',
  '::1',
  '10.0.0',
  'localhost',
);
const scalar: Arbitrary<string | number | boolean> = fc.oneof(text, number, fc.boolean(), decimal);
const anything = fc.oneof(
  scalar,
  version,
  instant,
  address,
  fc.constant(null),
  fc.array(scalar),
  fc.object(),
);

export const contexts: Arbitrary<Context> = fc.record(
  {
    user_id: fc.oneof(fc.string(), fc.integer(), fc.constantFrom('ann', 'bob', '', null, true)),
    organisation_id: fc.constantFrom('acme', 'globex', 7, null),
    plan: fc.oneof({ weight: 3, arbitrary: text }, anything),
    seats: fc.oneof({ weight: 3, arbitrary: fc.oneof(number, decimal) }, anything),
    version: fc.oneof({ weight: 3, arbitrary: version }, anything),
    since: fc.oneof(
      { weight: 3, arbitrary: fc.oneof(instant, fc.constantFrom(...INSTANTS)) },
      anything,
    ),
    address: fc.oneof({ weight: 3, arbitrary: address }, anything),
    tags: fc.oneof({ weight: 3, arbitrary: fc.array(scalar) }, anything),
    company: fc.oneof(fc.record({ plan: text }, { requiredKeys: [] }), anything),
    'company.plan': text,
  },
  { requiredKeys: [] },
);

export const nows = fc.constantFrom(...INSTANTS, -1, 999, 10_000);

const texts = fc.oneof(text.filter(Boolean), fc.array(text.filter(Boolean), { minLength: 1 }));
const versions = version.filter((each) => each !== 'x');
const operands: readonly (readonly [string, Arbitrary<unknown>])[] = [
  ['equals', scalar],
  ...['in', 'any_of', 'all_of', 'none_of'].map((name) => [name, fc.array(scalar)] as const),
  ...['contains', 'starts_with', 'ends_with'].map((name) => [name, texts] as const),
  ['matches', fc.constantFrom('^p', 'o$', '[0-9]+', '^$', 'r|f')],
  ...['less', 'less_or_equal', 'greater', 'greater_or_equal'].map(
    (name) => [name, number] as const,
  ),
  ...['before', 'after'].map(
    (name) => [name, fc.constantFrom(...INSTANTS, '1970-01-01T00:00:02Z')] as const,
  ),
  ...[
    'semver_equals',
    'semver_less',
    'semver_less_or_equal',
    'semver_greater',
    'semver_greater_or_equal',
  ].map((name) => [name, versions] as const),
  [
    'in_cidr',
    fc.array(fc.constantFrom('10.0.0.0/8', '192.168.1.1/32', '2001:db8::/32'), { minLength: 1 }),
  ],
  ['exists', fc.constant(undefined)],
];

export const attributeTests: Arbitrary<AttributeTest> = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...operands), fc.boolean())
  .chain(([attribute, [operator, operand], ignoreCase]) =>
    operand.map((value) => ({ attribute, operator, value, ignoreCase }) as AttributeTest),
  );

const millipercent = fc.oneof(
  fc.constantFrom(0, 100_000, 50_000),
  fc.integer({ min: 0, max: 100_000 }),
);
const bucketBy = fc.constantFrom('user_id', 'organisation_id', 'company.plan');

/** Conditions that refer to nothing but what comes before. */
function conditions(segments: readonly string[], flags: readonly string[]): Arbitrary<Condition> {
  const references = [
    ...segments.map((segment) => fc.constant<Condition>({ segment })),
    ...flags.map((flag) => fc.subarray(['on', 'off']).map((variants) => ({ flag, variants }))),
  ];
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 4, arbitrary: attributeTests },
      fc.record({ millipercent, salt: fc.constantFrom('a', 'b'), bucketBy }),
      ...references,
      fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
      tie('condition').map((not) => ({ not })),
    ),
  })).condition;
}

const rollouts: Arbitrary<Rollout> = fc.record({
  millipercent,
  split: fc.integer({ min: 0, max: 100_000 }).map((weight) => [
    { variant: 'on', weight },
    { variant: 'off', weight: 100_000 - weight },
  ]),
});

const overrides = fc.array(
  fc.record(
    {
      scope: fc.constantFrom('user' as const, 'organisation' as const),
      subject: fc.constantFrom('ann', 'bob', 'acme', '7'),
      variant: fc.constantFrom('on', 'off'),
      expiresAt: fc.constantFrom(...INSTANTS),
    },
    { requiredKeys: ['scope', 'subject', 'variant'] },
  ),
  { maxLength: 3 },
);

function flags(
  key: string,
  segments: readonly string[],
  before: readonly string[],
): Arbitrary<Flag> {
  const rule = fc.record(
    {
      id: fc.constantFrom('a', 'b', 'c'),
      when: conditions(segments, before),
      rollout: rollouts,
      bucketBy,
      from: fc.constantFrom(...INSTANTS),
      until: fc.constantFrom(...INSTANTS),
    },
    { requiredKeys: ['id', 'when', 'rollout'] },
  );
  const prerequisite = fc.record({
    flag: fc.constantFrom(...before, key),
    variants: fc.subarray(['on', 'off']),
  });
  return fc
    .record({
      killed: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
      on: fc.integer({ min: 0, max: 4 }).map((each) => each > 0),
      salt: fc.constantFrom(key, 'shared', ''),
      bucketBy,
      overrides,
      prerequisites:
        before.length === 0
          ? fc.constant([])
          : fc.array(
              prerequisite.filter(({ flag }) => flag !== key),
              { maxLength: 1 },
            ),
      rules: fc.array(rule, { maxLength: 4 }),
      rollout: rollouts,
    })
    .map((changes) => sampleFlag({ key, name: key, ...changes }));
}

/** Well below the 10,000 that the engine takes, with lists to search for counted as one. */
const mostConditions = 5_000;
const conditionsOfPattern = 400;

/** What each path to a flag or segment adds, as docs/evaluation.md counts. */
function countConditions({ flags, segments }: Snapshot): number {
  const counts = new Map<string, number>();
  const count = (condition: Condition): number => {
    if ('all' in condition) return 1 + sum(condition.all.map(count));
    if ('any' in condition) return 1 + sum(condition.any.map(count));
    if ('not' in condition) return 1 + count(condition.not);
    if ('segment' in condition) return 1 + (counts.get(condition.segment) ?? 0);
    if ('flag' in condition) return 1 + (counts.get(condition.flag) ?? 0);
    return 'operator' in condition && condition.operator === 'matches' ? conditionsOfPattern : 1;
  };
  for (const { key, when } of segments) counts.set(key, 1 + count(when));
  for (const { key, prerequisites, rules } of flags) {
    const conditions = [...prerequisites, ...rules.map(({ when }) => when)];
    counts.set(key, 1 + sum(conditions.map(count)));
  }
  return Math.max(...counts.values());
}

const sum = (counts: readonly number[]): number => counts.reduce((one, other) => one + other, 0);

/** Sound snapshots of four flags and three segments. */
export const snapshots: Arbitrary<Snapshot> = fc
  .tuple(
    segmentAfter('s1', []),
    segmentAfter('s2', ['s1']),
    segmentAfter('s3', ['s1', 's2']),
    flags('f1', ['s1', 's2', 's3'], []),
    flags('f2', ['s1', 's2', 's3'], ['f1']),
    flags('f3', ['s1', 's2', 's3'], ['f1', 'f2']),
    flags('f4', ['s1', 's2', 's3'], ['f1', 'f2', 'f3']),
  )
  .map(([s1, s2, s3, ...all]) => ({
    environment: 'test',
    version: 3,
    flags: all,
    segments: [s1, s2, s3],
  }))
  .filter((snapshot) => countConditions(snapshot) <= mostConditions);

function segmentAfter(key: string, before: readonly string[]): Arbitrary<Segment> {
  return conditions(before, []).map((when) => ({ key, when }));
}
