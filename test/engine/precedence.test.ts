import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epoch } from '../../src/engine/boundaries.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Flag, Override } from '../../src/engine/snapshot.ts';
import { contexts, nows, snapshots } from './arbitraries.ts';
import { evaluateOne, sampleFlag, sampleSnapshot, share, VERSION } from './sample.ts';

const user = { user_id: 'ann', organisation_id: 'acme' };
const forAnn: Override = { scope: 'user', subject: 'ann', variant: 'on' };
const forAcme: Override = { scope: 'organisation', subject: 'acme', variant: 'off' };

describe('a flag', () => {
  it('is answered with an error when the snapshot does not have it', () => {
    expect(evaluate(prepare(sampleSnapshot([])), 'nowhere', {}, 0)).toEqual({
      value: null,
      variant: undefined,
      reason: 'ERROR',
      ruleId: undefined,
      errorCode: 'FLAG_NOT_FOUND',
      version: VERSION,
    });
  });

  it('that was stopped serves its off variant, overrides or not', () => {
    const answer = evaluateOne(sampleFlag({ killed: true, overrides: [forAnn] }), user);
    expect(answer).toMatchObject({ value: false, variant: 'off', reason: 'DISABLED' });
  });

  it('that is switched off serves its overrides alone', () => {
    const flag = sampleFlag({ on: false, overrides: [forAnn] });
    expect(evaluateOne(flag, user)).toMatchObject({ variant: 'on', ruleId: 'override:user' });
    expect(evaluateOne(flag, { user_id: 'bob' })).toMatchObject({ reason: 'DISABLED' });
  });

  it('prefers the override of the user to that of the organisation', () => {
    const flag = sampleFlag({ overrides: [forAcme, forAnn] });
    expect(evaluateOne(flag, user)).toMatchObject({ variant: 'on', ruleId: 'override:user' });
    expect(evaluateOne(flag, { ...user, user_id: 'bob' })).toMatchObject({
      variant: 'off',
      reason: 'TARGETING_MATCH',
      ruleId: 'override:organisation',
    });
  });

  it('forgets an override at the instant it expires', () => {
    const flag = sampleFlag({ on: false, overrides: [{ ...forAnn, expiresAt: 1_000 }] });
    expect(evaluateOne(flag, user, 999).variant).toBe('on');
    expect(evaluateOne(flag, user, 1_000).variant).toBe('off');
  });

  it('finds an override by a number as by its text', () => {
    const flag = sampleFlag({ on: false, overrides: [{ ...forAnn, subject: '42' }] });
    expect(evaluateOne(flag, { user_id: 42 }).variant).toBe('on');
  });
});

describe('a default rollout', () => {
  it.each([
    ['for all', share(100_000), { variant: 'on', reason: 'STATIC' }],
    ['for nobody', share(0), { variant: 'off', reason: 'STATIC' }],
    ['in part', share(50_000), { variant: 'off', errorCode: 'TARGETING_KEY_MISSING' }],
  ])('%s serves a context without unit', (_, rollout, expected) => {
    expect(evaluateOne(sampleFlag({ rollout }))).toMatchObject(expected);
  });
});

describe('a broken flag', () => {
  const broken = [
    sampleFlag({ key: 'a', problem: 'rules: expected a list' }),
    { ...sampleFlag({ key: 'b' }), overrides: null },
    { key: 'c' },
    null,
    'd',
  ] as unknown as Flag[];
  const snapshot = prepare(sampleSnapshot([...broken, sampleFlag({ key: 'sound' })]));

  it('serves its off variant and says so', () => {
    expect(evaluate(snapshot, 'a', user, 0)).toMatchObject({
      value: false,
      variant: 'off',
      reason: 'ERROR',
      errorCode: 'PARSE_ERROR',
    });
    expect(snapshot.flags.get('a')?.problem).toBe('rules: expected a list');
    expect(evaluate(snapshot, 'b', user, 0)).toMatchObject({ errorCode: 'PARSE_ERROR' });
  });

  it('serves null where it has no off variant', () => {
    expect(evaluate(snapshot, 'c', user, 0)).toMatchObject({ value: null, variant: undefined });
  });

  it('harms no other flag', () => {
    expect(evaluate(snapshot, 'sound', user, 0)).toMatchObject({ variant: 'on', reason: 'STATIC' });
  });
});

describe('a prepared snapshot', () => {
  it('lists its flags in the order of their keys', () => {
    const flags = ['b', 'a.c', 'a', 'B'].map((key) => sampleFlag({ key }));
    expect([...prepare(sampleSnapshot(flags)).flags.keys()]).toEqual(['B', 'a', 'a.c', 'b']);
  });

  it('counts the instants that have passed', () => {
    const overrides = [300, 100, 300].map((expiresAt) => ({ ...forAnn, expiresAt }));
    const snapshot = prepare(sampleSnapshot([sampleFlag({ overrides })]));
    expect([99, 100, 299, 300, 301].map((now) => epoch(snapshot, now))).toEqual([0, 1, 1, 2, 2]);
  });
});

describe('the order of decisions', () => {
  const off = { variant: 'off', reason: 'DISABLED' };
  const overrides: Override[] = [forAnn, forAcme];
  const changes: readonly [string, Partial<Flag>, object, object][] = [
    ['the stop over all', { killed: true, overrides }, user, off],
    ['the override of the user', { overrides }, user, { ruleId: 'override:user' }],
    [
      'the override of the organisation',
      { overrides },
      { ...user, user_id: 'eve' },
      { ruleId: 'override:organisation' },
    ],
    ['the switch', { on: false, overrides }, { user_id: 'eve', organisation_id: 'other' }, off],
    [
      'an unmet prerequisite',
      { prerequisites: [{ flag: 'f1', variants: [] }] },
      {},
      { ruleId: 'prerequisite:f1' },
    ],
  ];

  it.each(changes)('puts %s before whatever comes after it', (_, change, who, expected) => {
    fc.assert(
      fc.property(snapshots, contexts, nows, (snapshot, context, now) => {
        const flags = snapshot.flags.map((flag) =>
          flag.key === 'f4' ? { ...flag, killed: false, on: true, overrides: [], ...change } : flag,
        );
        const prepared = prepare({ ...snapshot, flags });
        expect(evaluate(prepared, 'f4', { ...context, ...who }, now)).toMatchObject(expected);
      }),
      { numRuns: 300 },
    );
  });
});
