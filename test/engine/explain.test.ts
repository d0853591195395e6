import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/engine/evaluation.ts';
import { explain, type TraceEntry } from '../../src/engine/explain.ts';
import { reachOf } from '../../src/engine/reach.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import { EVERYBODY, sampleFlag, sampleSnapshot, VERSION } from './sample.ts';

const checkout = sampleFlag({
  key: 'checkout',
  salt: 'checkout',
  overrides: [{ scope: 'user', subject: 'bob', variant: 'off' }],
  prerequisites: [{ flag: 'payments', variants: ['on'] }],
  rules: [
    {
      id: 'staff',
      when: {
        all: [
          { not: { attribute: 'plan', operator: 'equals', value: 'free' } },
          { attribute: 'seats', operator: 'greater', value: 5 },
        ],
      },
      rollout: EVERYBODY,
    },
    {
      id: 'beta',
      when: { segment: 'beta' },
      rollout: {
        millipercent: 90_000,
        split: [
          { variant: 'on', weight: 50_000 },
          { variant: 'off', weight: 50_000 },
        ],
      },
    },
  ],
});

const beta = {
  key: 'beta',
  when: {
    any: [
      { attribute: 'country', operator: 'equals', value: 'DE' },
      { millipercent: 50_000, salt: 'beta' },
    ],
  },
};

const snapshot: Snapshot = {
  environment: 'test',
  version: VERSION,
  flags: [
    checkout,
    sampleFlag({ key: 'payments' }),
    sampleFlag({ key: 'broken', rules: [null as never] }),
  ],
  segments: [beta],
};

function answer(evaluation: Partial<Evaluation>): Evaluation {
  const absent = { variant: undefined, ruleId: undefined, errorCode: undefined };
  return { value: null, reason: 'ERROR', ...absent, version: VERSION, ...evaluation };
}

type Row = readonly [
  subject: string,
  depth: number,
  kind: TraceEntry['kind'],
  path: string,
  asked: string,
  answer: TraceEntry['answer'],
];

function stepsOf(rows: readonly Row[]): TraceEntry[] {
  return rows.map(([subject, depth, kind, path, asked, learnt]) => ({
    subject,
    depth,
    kind,
    path,
    asked,
    answer: learnt,
  }));
}

const ON = answer({ value: true, variant: 'on', reason: 'STATIC' });
const SPLIT = answer({ value: true, variant: 'on', reason: 'SPLIT', ruleId: 'beta' });
const OVERRIDDEN = answer({
  value: false,
  variant: 'off',
  reason: 'TARGETING_MATCH',
  ruleId: 'override:user',
});

describe('an explanation', () => {
  it('lists every question where it was asked, with its part of the definition', () => {
    const context = { user_id: 'carol', plan: 'pro' };
    expect(explain(snapshot, 'checkout', context, 0)).toEqual(
      stepsOf([
        ['flag checkout', 0, 'step', 'killed', 'the emergency stop', null],
        ['flag checkout', 0, 'step', 'overrides', 'an override for the user', null],
        ['flag checkout', 0, 'step', 'overrides', 'an override for the organisation', null],
        ['flag checkout', 0, 'step', 'on', 'the switch', null],
        ['flag checkout', 0, 'step', 'prerequisites[0]', 'the prerequisite payments', null],
        ['flag checkout', 1, 'condition', 'prerequisites[0]', 'payments serves on', true],
        ['flag payments', 2, 'step', 'killed', 'the emergency stop', null],
        ['flag payments', 2, 'step', 'overrides', 'an override for the user', null],
        ['flag payments', 2, 'step', 'overrides', 'an override for the organisation', null],
        ['flag payments', 2, 'step', 'on', 'the switch', null],
        ['flag payments', 2, 'step', 'rollout', 'the default rollout, for 100 %', ON],
        ['flag checkout', 0, 'step', 'rules[0]', 'rule staff, for 100 %', null],
        ['flag checkout', 1, 'condition', 'rules[0].when', 'all of these', null],
        ['flag checkout', 2, 'condition', 'rules[0].when.all[0]', 'not this', true],
        ['flag checkout', 3, 'condition', 'rules[0].when.all[0].not', 'plan equals "free"', false],
        ['flag checkout', 2, 'condition', 'rules[0].when.all[1]', 'seats greater 5', null],
        ['flag checkout', 0, 'step', 'rules[1]', 'rule beta, for 90 %', SPLIT],
        ['flag checkout', 1, 'condition', 'rules[1].when', 'in the segment beta', true],
        ['segment beta', 2, 'condition', 'when', 'any of these', true],
        ['segment beta', 3, 'condition', 'when.any[0]', 'country equals "DE"', null],
        ['segment beta', 3, 'condition', 'when.any[1]', 'in the first 50 %', true],
        ['segment beta', 4, 'bucket', 'when.any[1]', 'the bucket of user_id', 24_646],
        ['flag checkout', 1, 'bucket', 'rules[1].rollout', 'the bucket of user_id', 73_899],
        ['flag checkout', 1, 'bucket', 'rules[1].rollout.split', 'the bucket of user_id', 8_988],
      ]),
    );
  });

  it('ends where the decision does', () => {
    expect(explain(snapshot, 'checkout', { user_id: 'bob' }, 0)).toEqual(
      stepsOf([
        ['flag checkout', 0, 'step', 'killed', 'the emergency stop', null],
        ['flag checkout', 0, 'step', 'overrides', 'an override for the user', OVERRIDDEN],
      ]),
    );
  });

  it('says of an unknown flag that the snapshot does not have it', () => {
    const unknown = answer({ errorCode: 'FLAG_NOT_FOUND' });
    expect(explain(snapshot, 'absent', {}, 0)).toEqual(
      stepsOf([
        ['flag absent', 0, 'step', '', 'the flag, which the snapshot does not have', unknown],
      ]),
    );
  });

  it('says of a broken flag what is wrong with it', () => {
    const off = answer({ value: false, variant: 'off', errorCode: 'PARSE_ERROR' });
    expect(explain(snapshot, 'broken', {}, 0)).toEqual(
      stepsOf([['flag broken', 0, 'step', '', 'rules[0]: expected an object', off]]),
    );
  });

  it('shortens what is long', () => {
    const tests = [
      { attribute: 'country', operator: 'in', value: 'at be bg ch cz de dk'.split(' ') },
      { attribute: 'plan', operator: 'in', value: ['free', 'pro'] },
      { attribute: 'plan', operator: 'equals', value: 'x'.repeat(1_000) },
    ];
    const when = { any: tests };
    const flag = sampleFlag({ rules: [{ id: 'r', when, rollout: EVERYBODY }] });
    const asked = explain(sampleSnapshot([flag]), 'sample', {}, 0).map((step) => step.asked);
    expect(asked).toContain('country in ["at","be","bg","ch","cz", … 7 in all]');
    expect(asked).toContain('plan in ["free","pro"]');
    expect(asked).toContain(`plan equals "${'x'.repeat(99)}…`);
  });

  it('prepares nothing that the flag cannot ask', () => {
    const flags = [...snapshot.flags, sampleFlag({ key: 'other' }), sampleFlag({ key: 'other' })];
    expect(reachOf({ ...snapshot, flags }, 'checkout')).toEqual({
      ...snapshot,
      flags: snapshot.flags.slice(0, 2),
    });
    expect(reachOf({ ...snapshot, flags }, 'other').flags).toHaveLength(2);
  });
});
