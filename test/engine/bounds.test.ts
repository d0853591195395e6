import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishHash, startHash } from '../../src/engine/bucketing/murmur3.ts';
import type { Context } from '../../src/engine/context.ts';
import { findReaches } from '../../src/engine/dependencies/dependency-order.ts';
import {
  flagDependencies,
  flagName,
  segmentDependencies,
  segmentName,
} from '../../src/engine/dependencies/references.ts';
import { evaluate, evaluatorFor } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Condition, Snapshot } from '../../src/engine/snapshot.ts';
import { contexts, nows, snapshots } from './arbitraries.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot } from './sample.ts';

/** Of computing, tens of times what the slowest answer takes; backtracking takes far longer. */
const BOUND_MS = 250;

/** What this thread has computed, in milliseconds: others keep it waiting, and that is not counted. */
function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Answers from scratch, in time, by a sound flag: the best of a few, the others' being noise. */
function matchesInTime(when: Condition, context: Context): boolean {
  const flag = sampleFlag({ rules: [{ id: 'rule', when, rollout: EVERYBODY }] });
  const runs = Array.from({ length: 3 }, () => {
    const start = computed();
    const prepared = prepare(sampleSnapshot([flag]));
    const { ruleId } = evaluate(prepared, 'sample', context, 0);
    const elapsedMs = computed() - start;
    expect(prepared.flags.get('sample')?.problem).toBeUndefined();
    return { matches: ruleId === 'rule', elapsedMs };
  });
  expect(Math.min(...runs.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(BOUND_MS);
  return runs.every(({ matches }) => matches);
}

function problemOf(when: Condition): string | undefined {
  const flag = sampleFlag({ rules: [{ id: 'rule', when, rollout: EVERYBODY }] });
  return prepare(sampleSnapshot([flag])).flags.get('sample')?.problem;
}

const a = 'a'.repeat(1_024);
const RUNAWAYS: readonly (readonly [pattern: string, subject: string, matches: boolean])[] = [
  ['(a+)+$', `${a.slice(1)}!`, false],
  ['^(a+)+$', `${a.slice(1)}!`, false],
  ['([a-zA-Z]+)*$', `${a.slice(1)}!`, true],
  ['(a|aa)+$', `${a.slice(1)}!`, false],
  ['(a|a?)+$', `${a.slice(1)}!`, true],
  ['(.*a){11}$', `${a.slice(1)}!`, false],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', a, false],
  ['(x+x+)+y', 'x'.repeat(1_024), false],
  ['(x+)*y', 'x'.repeat(1_024), false],
  ['^(\\d+)*$', `${'1'.repeat(1_023)}x`, false],
  ['(\\d+)+\\.(\\d+)+$', '1'.repeat(1_024), false],
  ['(.*)*$', `${a.slice(1)}\n`, true],
  ['(.+)+[^a]$', a, false],
  ['(a*)*b', a, false],
  ['(a*a*)*b', a, false],
  ['(a?){30}a{30}', 'a'.repeat(30), true],
  ['(?:a|b|ab)*c', 'ab'.repeat(512), false],
  ['(a|b|ab)*bc', 'ab'.repeat(512), false],
  ['^(.*?,){11}P', '1,'.repeat(512), false],
  ['.*.*=.*', a, false],
  ['.*.*.*.*.*=', a, false],
  ['^.*?.*?.*?.*?=.*$', a, false],
  ['([a-z]+[0-9]*)+[!]$', 'abc1'.repeat(256), false],
  ['^([a-zA-Z0-9_.-]+)+@', a, false],
  ['^(([a-zA-Z0-9])+[.-]?)*@', 'a.'.repeat(512), false],
  ['(\\w+\\s?)+[!]', 'word '.repeat(204), false],
  ['^(\\w+\\s*)*$', `${'word '.repeat(204)}!`, false],
  ['<(.|\\s)*>$', `<${'<'.repeat(1_023)}`, false],
  ['"(\\\\.|[^"])*x$', `"${'\\\\'.repeat(500)}`, false],
  ['(https?://)?([\\da-z.-]+)+[.]([a-z.]{2,6})+/$', 'aaaa.'.repeat(204), false],
  ['^(?:\\s*)*x', ' '.repeat(1_024), false],
  ['((a{1,3}){1,3}){1,3}$', `${a.slice(1)}!`, false],
];

describe('a pattern that would run away', () => {
  it.each(RUNAWAYS)('%s is answered in time', (pattern, subject, matches) => {
    const when = { attribute: 'subject', operator: 'matches', value: pattern };
    expect(matchesInTime(when, { subject })).toBe(matches);
  });
});

/** A few of the slowest there are: what they take at worst is of the order of 5 ms. */
describe('a pattern as large as may be', () => {
  const bit = (index: number) => finishHash(startHash('bit:'), String(index)) & 1;
  const random = Array.from({ length: 1_024 }, (_, index) => 'ab'[bit(index)]).join('');

  it.each([
    ['(a|b)*a(a|b){48}c', random],
    ['(?:[\\PL\\PM]?){70}!', random],
    ['(a?){36}c', random],
  ])('%s is matched in time', (value, subject) => {
    const when = { attribute: 'subject', operator: 'matches', value, ignoreCase: true };
    const flag = sampleFlag({ rules: [{ id: 'rule', when, rollout: EVERYBODY }] });
    const times = Array.from({ length: 10 }, () => {
      const prepared = prepare(sampleSnapshot([flag]));
      expect(prepared.flags.get('sample')?.problem).toBeUndefined();
      const start = computed();
      evaluate(prepared, 'sample', { subject }, 0);
      return computed() - start;
    });
    expect(Math.min(...times)).toBeLessThan(15);
  });

  it('counts as four hundred conditions', () => {
    const matches = (count: number) => ({
      all: Array.from({ length: count }, (_, index) => ({
        attribute: 'a',
        operator: 'matches',
        value: `${index}`,
      })),
    });
    expect(problemOf(matches(24))).toBeUndefined();
    expect(problemOf(matches(25))).toMatch(/expected at most 10000 conditions/);
  });

  it('is matched once, though flags ask of two attributes in turn', () => {
    const rules = ['a', 'b'].map((attribute) => ({
      id: attribute,
      when: { attribute, operator: 'matches', value: '(a?){36}c', ignoreCase: true },
      rollout: EVERYBODY,
    }));
    const flags = Array.from({ length: 500 }, (_, index) => sampleFlag({ key: `${index}`, rules }));
    const prepared = [...prepare(sampleSnapshot(flags)).flags.values()];
    const start = computed();
    prepared.map(evaluatorFor({ a: random, b: `${random.slice(1)}a` }, 0));
    expect(computed() - start).toBeLessThan(BOUND_MS);
  });

  it('is refused before it is compiled where its repetitions are too many', () => {
    const start = computed();
    for (let count = 981; count <= 1_000; count += 1) {
      const value = `(a?){${count}}`.repeat(25);
      expect(problemOf({ attribute: 'a', operator: 'matches', value })).toMatch(/repetitions/);
    }
    expect(computed() - start).toBeLessThan(BOUND_MS);
  });

  it('is compiled once, however many rules have it', () => {
    const when = { attribute: 'a', operator: 'matches', value: '[B-\\x{1e943}]', ignoreCase: true };
    const rules = Array.from({ length: 20 }, () => ({ id: 'r', when, rollout: EVERYBODY }));
    const flags = Array.from({ length: 90 }, (_, index) => sampleFlag({ key: `${index}`, rules }));
    const start = computed();
    const prepared = prepare(sampleSnapshot(flags));
    expect(computed() - start).toBeLessThan(1_000);
    expect(evaluate(prepared, '7', { a: 'x' }, 0).ruleId).toBe('r');
  });
});

describe('a list of parts to search for', () => {
  it.each(['contains', 'starts_with', 'ends_with'])('counts by its parts for %s', (operator) => {
    const search = (parts: number) => ({
      attribute: 'a',
      operator,
      value: Array.from({ length: parts }, (_, index) => `${index}`),
    });
    expect(problemOf(search(9_999))).toBeUndefined();
    expect(problemOf(search(10_000))).toMatch(/expected at most 10000 conditions/);
    expect(problemOf({ not: { ...search(10_000), operator: 'in' } })).toBeUndefined();
  });
});

describe('a snapshot', () => {
  it('tells how many conditions its flags reach', () => {
    const test = { attribute: 'a', operator: 'exists' };
    const rules = [{ id: 'r', when: { all: [{ segment: 's' }, test] }, rollout: EVERYBODY }];
    const flags = [
      sampleFlag({ key: 'a', rules }),
      sampleFlag({ key: 'b', prerequisites: [{ flag: 'a', variants: ['on'] }] }),
      sampleFlag({ key: 'broken', rules, offVariant: 'gone' }),
    ];
    const segments = [{ key: 's', when: { any: [test, test] } }];
    // A segment of 3 and itself; a flag of 3 and itself; a flag of 1 and itself.
    const { conditionCount } = prepare({ ...sampleSnapshot(flags), segments });
    expect(conditionCount).toBe(4 + 4 + (4 + 4 + 2));
  });
});

describe('a context that is slow to read', () => {
  const texts = (length: number) => Array.from({ length }, (_, index) => `Ärger ${index}`);
  const slow: readonly (readonly [string, unknown, unknown])[] = [
    ['semver_greater', '2.0.0', `1.0.0-${'1.2.'.repeat(60)}3`],
    ['after', '2030-01-01', '2026-03-01T12:00:00.123456789+01:00'],
    ['contains', ['x', 'y'], 'Ä'.repeat(4_096)],
    ['any_of', ['x', 'y'], texts(256)],
    ['all_of', ['Ärger 1', 'y'], texts(256)],
    ['in_cidr', Array.from({ length: 256 }, (_, index) => `10.0.${index}.0/24`), '10.1.0.1'],
  ];

  it.each(slow)('is read by %s once, however many rules ask', (operator, value, a) => {
    const rule = { id: 'r', when: { attribute: 'a', operator, value, ignoreCase: true } as never };
    const rules = Array.from({ length: 20 }, () => ({ ...rule, rollout: EVERYBODY }));
    const flags = Array.from({ length: 500 }, (_, index) => sampleFlag({ key: `${index}`, rules }));
    const prepared = [...prepare(sampleSnapshot(flags)).flags.values()];
    const times = Array.from({ length: 3 }, () => {
      const context = JSON.parse(JSON.stringify({ a }));
      const start = computed();
      const answers = prepared.map(evaluatorFor(context, 0));
      expect(answers[0]?.reason).toBe('DEFAULT');
      return computed() - start;
    });
    expect(Math.min(...times)).toBeLessThan(BOUND_MS);
  });

  it('has a unit whose bucket is found once a flag, however many rules draw', () => {
    const rollout = { ...EVERYBODY, millipercent: 1 };
    const rules = Array.from({ length: 20 }, (_, index) => ({
      id: 'r',
      when: { all: [] },
      rollout,
      bucketBy: index % 2 === 0 ? 'user_id' : 'organisation_id',
    }));
    const flags = Array.from({ length: 500 }, (_, index) =>
      sampleFlag({ key: `${index}`, salt: `${index}`, rules }),
    );
    const prepared = [...prepare(sampleSnapshot(flags)).flags.values()];
    const times = ['é', 'ö', 'ü'].map((letter) => {
      const start = computed();
      const user_id = letter.repeat(4_096);
      prepared.map(evaluatorFor({ user_id, organisation_id: `${user_id}.` }, 0));
      return computed() - start;
    });
    expect(Math.min(...times)).toBeLessThan(BOUND_MS);
  });

  it('is read again when a list was changed', () => {
    const when = { attribute: 'tags', operator: 'any_of', value: ['b'] };
    const flag = sampleFlag({ rules: [{ id: 'r', when, rollout: EVERYBODY }] });
    const prepared = prepare(sampleSnapshot([flag]));
    const tags = ['a'];
    const ruleId = () => evaluate(prepared, 'sample', { tags }, 0).ruleId;
    expect(ruleId()).toBeUndefined();
    tags[0] = 'b';
    expect(ruleId()).toBe('r');
    tags.unshift('a');
    tags.pop();
    expect(ruleId()).toBeUndefined();
  });
});

describe('a list with members of its own', () => {
  const fail = () => {
    throw new Error('called');
  };
  const own = { some: fail, every: fail, map: fail, [Symbol.iterator]: fail, constructor: fail };

  it.each([
    ['any_of', true],
    ['all_of', true],
    ['none_of', false],
  ])('is read as any other by %s', (operator, truth) => {
    const test = { attribute: 'tags', operator, value: ['a'] };
    const when = truth ? test : { not: test };
    const flag = sampleFlag({ rules: [{ id: 'r', when, rollout: EVERYBODY }] });
    const tags = Object.assign(['a', 'b'], own);
    expect(evaluate(prepare(sampleSnapshot([flag])), 'sample', { tags }, 0).ruleId).toBe('r');
  });
});

describe('an instant that is none', () => {
  it('is in no window, and finds no override or rule', () => {
    const flag = sampleFlag({
      overrides: [{ scope: 'user', subject: 'ann', variant: 'on' }],
      rules: [
        { id: 'window', when: { all: [] }, rollout: EVERYBODY, from: 1, until: 2 },
        { id: 'always', when: { all: [] }, rollout: EVERYBODY },
      ],
    });
    const prepared = prepare(sampleSnapshot([flag]));
    const { reason } = evaluate(prepared, 'sample', { user_id: 'ann' }, Number.NaN);
    expect(reason).toBe('DEFAULT');
  });
});

describe('an attribute of a megabyte', () => {
  const long = '1'.repeat(1_000_000);

  it.each([
    ['less', 5],
    ['before', '2026-01-01'],
    ['semver_greater', '1.2.3'],
    ['in_cidr', '10.0.0.0/8'],
    ['matches', '1+$'],
  ])('is not read by %s', (operator, value) => {
    const test = { attribute: 'long', operator, value };
    for (const text of [long, `${long}.${long}.${long}`]) {
      expect(matchesInTime(test, { long: text })).toBe(false);
      expect(matchesInTime({ not: test }, { long: text })).toBe(false);
    }
  });

  it('is a unit like any other', () => {
    const half = { ...EVERYBODY, millipercent: 50_000 };
    const snapshot = prepare(sampleSnapshot([sampleFlag({ rollout: half })]));
    expect(evaluate(snapshot, 'sample', { user_id: `é${long}` }, 0).reason).toBe('SPLIT');
  });
});

describe('a number that is none', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%s is unknown',
    (seats) => {
      const tests = ['less', 'greater', 'equals', 'before', 'semver_less'].map((operator) => ({
        attribute: 'seats',
        operator,
        value: operator.startsWith('semver') ? '1.0.0' : 5,
      }));
      const rules = tests
        .flatMap((test) => [test, { not: test }])
        .map((when) => ({ id: 'rule', when, rollout: EVERYBODY }));
      const snapshot = prepare(sampleSnapshot([sampleFlag({ rules })]));
      expect(snapshot.flags.get('sample')?.problem).toBeUndefined();
      expect(evaluate(snapshot, 'sample', { seats }, 0).ruleId).toBeUndefined();
      expect(evaluate(snapshot, 'sample', { user_id: seats }, 0).reason).toBe('DEFAULT');
    },
  );
});

const graphOf = ({ flags, segments }: Snapshot) =>
  new Map([
    ...segments.map((each) => [segmentName(each.key), segmentDependencies(each)] as const),
    ...flags.map((each) => [flagName(each.key), flagDependencies(each)] as const),
  ]);

describe('a flag', () => {
  it('asks no more conditions than it was counted to', () => {
    fc.assert(
      fc.property(snapshots, contexts, nows, (snapshot, context, now) => {
        const reaches = findReaches(graphOf(snapshot));
        for (const { key } of snapshot.flags) {
          const asked = explain(snapshot, key, context, now);
          const conditions = asked.filter(({ kind }) => kind === 'condition');
          expect(conditions.length).toBeLessThanOrEqual(
            reaches.get(flagName(key))?.conditionCount ?? 0,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
