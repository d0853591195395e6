import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/engine/context.ts';
import { findReaches } from '../../src/engine/dependencies/dependency-order.ts';
import {
  flagDependencies,
  flagName,
  segmentDependencies,
  segmentName,
} from '../../src/engine/dependencies/references.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { explain } from '../../src/engine/explain.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Condition, Snapshot } from '../../src/engine/snapshot.ts';
import { contexts, nows, snapshots } from './arbitraries.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot } from './sample.ts';

/** Tens of times what the slowest answer takes, for busy machines; backtracking takes far longer. */
const BOUND_MS = 250;

/** Answers from scratch, in time, by a sound flag: the best of a few, the others' being noise. */
function matchesInTime(when: Condition, context: Context): boolean {
  const flag = sampleFlag({ rules: [{ id: 'rule', when, rollout: EVERYBODY }] });
  const runs = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const prepared = prepare(sampleSnapshot([flag]));
    const { ruleId } = evaluate(prepared, 'sample', context, 0);
    const elapsedMs = performance.now() - start;
    expect(prepared.flags.get('sample')?.problem).toBeUndefined();
    return { matches: ruleId === 'rule', elapsedMs };
  });
  expect(Math.min(...runs.map(({ elapsedMs }) => elapsedMs))).toBeLessThan(BOUND_MS);
  return runs.every(({ matches }) => matches);
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
  ['(a?){50}a{50}', 'a'.repeat(50), true],
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
          const asked = explain(prepare(snapshot), key, context, now);
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
