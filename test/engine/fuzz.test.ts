import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/engine/context.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Evaluation } from '../../src/engine/evaluation.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { PreparedSnapshot } from '../../src/engine/prepared-snapshot.ts';
import type { Flag, Segment, Snapshot } from '../../src/engine/snapshot.ts';
import { contexts, nows, snapshots } from './arbitraries.ts';
import { sampleFlag } from './sample.ts';

const MUTATIONS = 10_000;
const HOSTILE_CONTEXTS = 10_000;
/** How many contexts a snapshot is asked for: making one takes longer than asking it. */
const BATCH = 20;
const TIMEOUT_MS = 300_000;

/** `not` and list without end, as far as anything that reads them is concerned. */
const endless = JSON.parse(`${'{"not":'.repeat(5_000)}{"all":[]}${'}'.repeat(5_000)}`);
const nested = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);

const hostileValue: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    '',
    '__proto__',
    'constructor',
    'x'.repeat(100_000),
  ),
  fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, -1, 0.5, 100_001, 1e308, -0),
  fc.constantFrom<unknown>([], {}, [[]], [null], [undefined], { length: 1 }, endless, nested),
  fc.constantFrom<unknown>(
    'f1',
    's1',
    's3',
    'on',
    '(',
    '\ud800',
    JSON.parse('{"__proto__":{"on":true}}'),
  ),
  fc.jsonValue(),
);

/** Whatever JavaScript can pass for a context, short of objects whose reading throws. */
const hostileContext: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    5,
    'text',
    true,
    [],
    ['ann'],
    Symbol('x'),
    () => 'x',
    5n,
  ),
  fc.constantFrom<unknown>(new Date(0), new Map([['plan', 'pro']]), Object.create(null), nested),
  fc.dictionary(
    fc.constantFrom(
      'user_id',
      'organisation_id',
      'plan',
      'seats',
      'version',
      'since',
      'address',
      'tags',
      'company',
      '__proto__',
      'constructor',
    ),
    fc.oneof(
      hostileValue,
      fc.constantFrom<unknown>(
        Symbol('x'),
        5n,
        () => 'x',
        new Date(0),
        '9'.repeat(1_000_000),
        '\ud800',
      ),
      fc.array(hostileValue),
    ),
    { noNullPrototype: false },
  ),
);

/** As a request brings it: `__proto__` is an ordinary key of what JSON is parsed into. */
const HOSTILE_CONTEXT: Context = JSON.parse(
  '{"user_id":"__proto__","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
);

const HOSTILE_SEGMENT: Segment = {
  key: '__proto__',
  when: {
    all: ['__proto__.polluted', 'constructor.prototype.polluted'].map((attribute) => ({
      attribute,
      operator: 'equals',
      value: 1,
    })),
  },
};

const HOSTILE_FLAG: Flag = sampleFlag({
  key: '__proto__',
  name: 'constructor',
  salt: '__proto__',
  variants: ['__proto__', 'constructor'].map((name) => ({ name, value: true })),
  offVariant: 'constructor',
  bucketBy: '__proto__.polluted',
  overrides: [{ scope: 'user', subject: 'toString', variant: '__proto__' }],
  rules: [
    {
      id: '__proto__',
      when: { segment: '__proto__' },
      rollout: { millipercent: 100_000, split: [{ variant: '__proto__', weight: 100_000 }] },
    },
  ],
  rollout: { millipercent: 0, split: [{ variant: 'constructor', weight: 100_000 }] },
});

/** The members of all that literals, lists, functions and tables inherit from. */
function prototypeMembers(): unknown[] {
  return [Object, Array, Function, Map, Set, String].map(({ prototype }) =>
    Reflect.ownKeys(prototype).map((key) => [
      key,
      Object.getOwnPropertyDescriptor(prototype, key)?.value,
    ]),
  );
}

/** Puts a hostile value somewhere into a copy of a definition. */
function mutate(definition: unknown, path: readonly number[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof definition !== 'object' || definition === null) return value;
  const copy: Record<string, unknown> = Array.isArray(definition)
    ? (Object.assign([], definition) as never)
    : { ...definition };
  const keys = Object.keys(copy);
  const key = keys[step % Math.max(keys.length, 1)];
  if (key === undefined) return value;
  copy[key] = mutate(copy[key], rest, value);
  return copy;
}

/** The same definitions under other names. */
function renamed(snapshot: Snapshot): Snapshot {
  const text = JSON.stringify(snapshot).replace(/"([fs])(\d)"/g, '"other-$1$2"');
  return JSON.parse(text);
}

function answers(snapshot: PreparedSnapshot, context: Context, now: number): unknown[] {
  const others = [...snapshot.flags.keys()].filter((key) => key.startsWith('other-'));
  return others.map((key) => evaluate(snapshot, key, context, now));
}

function expectOff({ reason, errorCode, variant }: Evaluation, offVariant?: string): void {
  expect({ reason, errorCode, variant }).toEqual({
    reason: 'ERROR',
    errorCode: 'PARSE_ERROR',
    variant: offVariant,
  });
}

/** The value is that very one, since hostile ones are too deep to be compared. */
function expectOneOfItsOwn(answer: Evaluation, key: string, flags: Snapshot['flags']): void {
  const definition = flags.find((flag) => flag?.key === key);
  const served = definition?.variants.find(({ name }) => name === answer.variant);
  expect(served).toBeDefined();
  expect(answer.value).toBe(served?.value);
  expect(answer.errorCode).not.toBe('PARSE_ERROR');
}

describe('a snapshot in which something is broken', () => {
  it(
    'throws nothing and disturbs no flag that does not refer to it',
    () => {
      const mutation = fc.record({
        list: fc.constantFrom('flags' as const, 'segments' as const),
        path: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }),
        value: hostileValue,
      });
      fc.assert(
        fc.property(
          snapshots,
          mutation,
          contexts,
          nows,
          (sound, { list, path, value }, context, now) => {
            const others = renamed(sound);
            const mutated = { ...sound, [list]: mutate(sound[list], path, value) };
            const flags = [...[mutated.flags].flat(), ...others.flags];
            const segments = [...[mutated.segments].flat(), ...others.segments];
            const prepared = prepare({ ...sound, flags, segments });
            for (const key of prepared.flags.keys()) evaluate(prepared, key, context, now);
            expect(answers(prepared, context, now)).toEqual(answers(prepare(others), context, now));
          },
        ),
        { numRuns: MUTATIONS },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'answers every flag with its off variant and an error, or with a variant that it defines',
    () => {
      fc.assert(
        fc.property(
          snapshots,
          fc.array(fc.nat(50), { minLength: 2 }),
          hostileValue,
          (sound, path, value) => {
            const flags = mutate(sound.flags, path, value) as Snapshot['flags'];
            const prepared = prepare({ ...sound, flags });
            for (const flag of prepared.flags.values()) {
              const answer = evaluate(prepared, flag.key, {}, 0);
              if (flag.problem === undefined) expectOneOfItsOwn(answer, flag.key, flags);
              else expectOff(answer, flag.offVariant);
            }
          },
        ),
        { numRuns: 1_000 },
      );
    },
    TIMEOUT_MS,
  );

  it('refuses only what is no snapshot at all', () => {
    for (const value of [
      null,
      undefined,
      5,
      'x',
      [],
      {},
      { flags: [] },
      { flags: {}, segments: [] },
    ]) {
      expect(() => prepare(value as unknown as Snapshot)).toThrow(TypeError);
    }
  });
});

describe('a hostile context', () => {
  it(
    'makes nothing throw, evaluation or explanation',
    () => {
      const batch = fc.array(hostileContext, { minLength: BATCH, maxLength: BATCH });
      fc.assert(
        fc.property(snapshots, batch, nows, (snapshot, batched, now) => {
          const prepared = prepare(snapshot);
          for (const context of batched as Context[]) {
            for (const { key } of snapshot.flags) {
              const answer = evaluate(prepared, key, context, now);
              const steps = explain(snapshot, key, context, now);
              expect(steps.findLast(({ depth }) => depth === 0)?.answer).toEqual(answer);
            }
          }
        }),
        { numRuns: HOSTILE_CONTEXTS / BATCH },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'pollutes no prototype, beside a hostile definition',
    () => {
      const before = prototypeMembers();
      fc.assert(
        fc.property(snapshots, hostileContext, (sound, context) => {
          const flags = [...sound.flags, HOSTILE_FLAG];
          const segments = [...sound.segments, HOSTILE_SEGMENT];
          const snapshot = { ...sound, flags, segments };
          const prepared = prepare(snapshot);
          expect(prepared.flags.get('__proto__')?.problem).toBeUndefined();
          for (const each of [context, HOSTILE_CONTEXT]) {
            for (const { key } of flags) {
              evaluate(prepared, key, each as Context, 0);
              explain(snapshot, key, each as Context, 0);
            }
          }
          expect(evaluate(prepared, '__proto__', HOSTILE_CONTEXT, 0).ruleId).toBe('__proto__');
          expect(prototypeMembers()).toEqual(before);
        }),
        { numRuns: 300 },
      );
    },
    TIMEOUT_MS,
  );
});
