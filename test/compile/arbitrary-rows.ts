import fc, { type Arbitrary } from 'fast-check';
import type { AuthoredCondition } from '../../src/contract/flags/condition.ts';
import type { AuthoredRule } from '../../src/contract/flags/rule.ts';
import type { EnvironmentRows, FlagRows } from '../../src/snapshot/compile/environment-rows.ts';
import { attributeTests } from '../engine/arbitraries.ts';

const at = new Date('2026-01-01T00:00:00Z');
const written = { revision: 1, createdAt: at, updatedAt: at };
const segmentKeys = ['s1', 's2'];

const percentage = fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1000);
const salt = fc.constantFrom('a', 'shared', 'ünï 🚩');
const bucketBy = fc.constantFrom('user_id', 'organisation_id', 'company.plan');
const instant = fc.constantFrom(
  '1970-01-01T00:00:00Z',
  '2026-03-04T05:06:07.089Z',
  '2026-03-04T05:06:07+05:30',
  '9999-12-30T23:59:59.999Z',
);

const condition = fc.letrec<{ node: AuthoredCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    {
      weight: 3,
      arbitrary: attributeTests.map(
        ({ ignoreCase, ...test }) =>
          ({
            ...test,
            ...(ignoreCase === undefined ? {} : { ignore_case: ignoreCase }),
          }) as AuthoredCondition,
      ),
    },
    fc.record(
      { percentage, salt, bucket_by: bucketBy },
      { requiredKeys: ['percentage', 'salt'] },
    ) as Arbitrary<AuthoredCondition>,
    fc.record({ segment: fc.constantFrom(...segmentKeys, 'gone') }),
    fc.record({
      flag: fc.constantFrom('f0', 'f1', 'gone'),
      variants: fc.subarray(['a', 'b'], { minLength: 1 }),
    }),
    fc.array(tie('node'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).node;

const split = fc.integer({ min: 0, max: 100_000 }).map((weight) => [
  { variant: 'a', weight },
  { variant: 'b', weight: 100_000 - weight },
]);

const rule = fc.record(
  {
    id: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
    description: fc.constant('only for people'),
    when: condition,
    rollout_percentage: percentage,
    split,
    bucket_by: bucketBy,
    from: instant.filter((text) => text.startsWith('1970')),
    until: instant.filter((text) => !text.startsWith('1970')),
  },
  { requiredKeys: ['id', 'when', 'rollout_percentage', 'split'] },
) as Arbitrary<AuthoredRule>;

/** Also what no verb would write: flags that come out broken. */
const mostly = <T>(arbitrary: Arbitrary<T>, broken: unknown) =>
  fc.oneof(
    { weight: 30, arbitrary },
    { weight: 1, arbitrary: fc.constant(broken) },
  ) as Arbitrary<T>;

const values = {
  boolean: fc.boolean(),
  string: fc.string(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  json: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
};

const flagRows = (key: string): Arbitrary<FlagRows> =>
  fc.constantFrom('boolean', 'string', 'number', 'json').chain((kind) =>
    fc.record({
      flag: fc.record({
        key: fc.constant(key),
        name: fc.string({ minLength: 1 }),
        description: fc.string(),
        kind: fc.constant(kind),
        variants: mostly(
          fc.tuple(values[kind], values[kind]).map(([a, b]) => [
            { name: 'a', value: a },
            { name: 'b', value: b },
          ]),
          '"nonsense"',
        ),
        offVariant: fc.constantFrom('a', 'b'),
        jsonSchema: fc.constant(null),
        tags: fc.constant(['lost']),
        owner: fc.constant('lost'),
        critical: fc.boolean(),
        clientVisible: fc.boolean(),
        permanent: fc.boolean(),
        staleThresholds: fc.constant(null),
        status: fc.constant('active' as const),
        ...rowConstants,
      }),
      state: fc.record({
        flagKey: fc.constant(key),
        environmentKey: fc.constant('production'),
        isEnabled: fc.boolean(),
        isKilled: fc.boolean(),
        rolloutPercentage: percentage,
        split: mostly(split, []),
        rules: mostly(fc.uniqueArray(rule, { selector: ({ id }) => id, maxLength: 3 }), [{}]),
        prerequisites: fc.subarray([
          { flag: 'f0', variants: ['a'] },
          { flag: 'gone', variants: ['a', 'b'] },
        ]),
        salt,
        bucketBy,
        ...rowConstants,
      }),
      overrides: fc.uniqueArray(overrideOf(key), { selector: ({ subject }) => subject }),
    }),
  );

const rowConstants = {
  revision: fc.integer({ min: 1, max: 9 }),
  createdAt: fc.constant(at),
  updatedAt: fc.constant(at),
};

const overrideOf = (flagKey: string): Arbitrary<FlagRows['overrides'][number]> =>
  fc.record({
    id: fc.uuid(),
    environmentKey: fc.constant('production'),
    flagKey: fc.constant(flagKey),
    scope: fc.constantFrom('user', 'organisation'),
    subject: fc.string({ minLength: 1 }),
    variant: fc.constantFrom('a', 'b', 'gone'),
    reason: fc.constant('lost'),
    expiresAt: fc.option(instant.map((text) => new Date(text))),
    ...rowConstants,
  });

const key = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('client' as const, 'server' as const),
  name: fc.string(),
  environmentKey: fc.constant('production'),
  role: fc.constant(null),
  prefix: fc.string(),
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
  allowedOrigins: fc.subarray(['*', 'https://app.example.com']),
  expiresAt: fc.option(instant.map((text) => new Date(text))),
  replacedBy: fc.constant(null),
  lastUsedAt: fc.constant(null),
  revokedAt: fc.constant(null),
  createdAt: fc.constant(at),
});

const contextKey = fc.record({
  id: fc.uuid(),
  environmentKey: fc.constant('production'),
  name: fc.string(),
  publicKey: fc.record({ kty: fc.constant('OKP'), alg: fc.constant('EdDSA'), x: fc.string() }),
  revokedAt: fc.constant(null),
  createdAt: fc.constant(at),
});

/** An environment's rows, sound but for a few documents. */
export const environmentRows: Arbitrary<EnvironmentRows> = fc
  .integer({ min: 0, max: 4 })
  .chain((count) =>
    fc.record({
      environment: fc.record({
        key: fc.constant('production'),
        name: fc.string(),
        version: fc.integer({ min: 1, max: 1_000 }),
        pinnedVersion: fc.constant(null),
        requiresSignedContext: fc.boolean(),
        revision: fc.constant(1),
        createdAt: fc.constant(at),
        updatedAt: fc.constant(at),
      }),
      flags: fc.tuple(...Array.from({ length: count }, (_, index) => flagRows(`f${index}`))),
      segments: fc.tuple(
        ...segmentKeys.map((each) =>
          condition.map((conditions) => ({
            key: each,
            name: 'lost',
            description: 'lost',
            conditions,
            ...written,
          })),
        ),
      ),
      keys: fc.array(key, { maxLength: 3 }),
      contextKeys: fc.array(contextKey, { maxLength: 2 }),
    }),
  );
