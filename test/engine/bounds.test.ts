import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/engine/context.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Condition } from '../../src/engine/snapshot.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot } from './sample.ts';

/** The time of an answer from scratch, in milliseconds: the best of several, the others' being noise. */
function bestTime(when: Condition, context: Context): number {
  const flag = sampleFlag({ rules: [{ id: 'rule', when, rollout: EVERYBODY }] });
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    evaluate(prepare(sampleSnapshot([flag])), 'sample', context, 0);
    return performance.now() - start;
  });
  return Math.min(...times);
}

const a = 'a'.repeat(1_024);
const RUNAWAYS: readonly (readonly [pattern: string, subject: string])[] = [
  ['(a+)+$', `${a.slice(1)}!`],
  ['^(a+)+$', `${a.slice(1)}!`],
  ['([a-zA-Z]+)*$', `${a.slice(1)}!`],
  ['(a|aa)+$', `${a.slice(1)}!`],
  ['(a|a?)+$', `${a.slice(1)}!`],
  ['(.*a){11}$', `${a.slice(1)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', a],
  ['(x+x+)+y', 'x'.repeat(1_024)],
  ['(x+)*y', 'x'.repeat(1_024)],
  ['^(\\d+)*$', `${'1'.repeat(1_023)}x`],
  ['(\\d+)+\\.(\\d+)+$', '1'.repeat(1_024)],
  ['(.*)*$', `${a.slice(1)}\n`],
  ['(.+)+[^a]$', a],
  ['(a*)*b', a],
  ['(a*a*)*b', a],
  ['(a?){50}a{50}', 'a'.repeat(50)],
  ['(?:a|b|ab)*c', 'ab'.repeat(512)],
  ['(a|b|ab)*bc', 'ab'.repeat(512)],
  ['^(.*?,){11}P', '1,'.repeat(512)],
  ['.*.*=.*', a],
  ['.*.*.*.*.*=', a],
  ['^.*?.*?.*?.*?=.*$', a],
  ['([a-z]+[0-9]*)+[!]$', 'abc1'.repeat(256)],
  ['^([a-zA-Z0-9_.-]+)+@', a],
  ['^(([a-zA-Z0-9])+[.-]?)*@', 'a.'.repeat(512)],
  ['(\\w+\\s?)+[!]', 'word '.repeat(204)],
  ['^(\\w+\\s*)*$', `${'word '.repeat(204)}!`],
  ['<(.|\\s)*>$', `<${'<'.repeat(1_023)}`],
  ['"(\\\\.|[^"])*x$', `"${'\\\\'.repeat(500)}`],
  ['(https?://)?([\\da-z.-]+)+[.]([a-z.]{2,6})+/$', 'aaaa.'.repeat(204)],
  ['^(?:\\s*)*x', ' '.repeat(1_024)],
  ['((a{1,3}){1,3}){1,3}$', `${a.slice(1)}!`],
];

describe('a pattern that would run away', () => {
  it.each(RUNAWAYS)('%s is answered within 5 ms', (pattern, subject) => {
    const when = { attribute: 'subject', operator: 'matches', value: pattern };
    expect(bestTime(when, { subject })).toBeLessThan(5);
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
    expect(bestTime(test, { long })).toBeLessThan(5);
    expect(bestTime(test, { long: `${long}.${long}.${long}` })).toBeLessThan(5);
    const rules = [test, { not: test }].map((when) => ({ id: 'rule', when, rollout: EVERYBODY }));
    const snapshot = prepare(sampleSnapshot([sampleFlag({ rules })]));
    expect(evaluate(snapshot, 'sample', { long }, 0).ruleId).toBeUndefined();
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
