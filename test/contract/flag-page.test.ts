import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDifference } from '../../src/dashboard/features/audit/describe-difference.ts';
import { operatorForms } from '../../src/dashboard/features/conditions/operators.ts';
import { revertOf } from '../../src/dashboard/features/flag/history/revert-of.ts';
import { equalShares } from '../../src/dashboard/features/flag/targeting/equal-shares.ts';
import { movedShare } from '../../src/dashboard/features/flag/targeting/moved-share.ts';
import {
  changesOf,
  clashesOf,
  rebased,
  type Versioned,
  yielded,
} from '../../src/dashboard/lib/draft.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { operators } from '../../src/engine/operators/operators.ts';
import { prepare } from '../../src/engine/prepare.ts';
import { sampleFlag } from '../engine/sample.ts';

/** What the page of a flag computes by itself. */
describe('a draft', () => {
  interface Values {
    readonly rollout: number;
    readonly rules: readonly { readonly id: string; readonly salt?: string | undefined }[];
  }
  const at = (revision: number, values: Values): Versioned<Values> => ({ revision, values });
  const base = at(1, { rollout: 10, rules: [] });

  it('changes what differs, whatever the order of properties', () => {
    const one = { rollout: 10, rules: [{ id: 'a', salt: 's' }] };
    expect(changesOf(one, { rollout: 20, rules: [{ salt: 's', id: 'a' }] })).toEqual({
      rollout: 20,
    });
  });

  it('lets a change of somebody else to other properties slip in below it', () => {
    const draft = { base, mine: { rollout: 50, rules: [] } };
    const current = at(2, { rollout: 10, rules: [{ id: 'theirs' }] });
    expect(clashesOf(draft, current)).toEqual([]);
    expect(rebased(draft, current)).toEqual({
      base: current,
      mine: { rollout: 50, rules: [{ id: 'theirs' }] },
    });
  });

  it('clashes where both changed the same in different ways, and either can be kept', () => {
    const draft = { base, mine: { rollout: 50, rules: [{ id: 'mine' }] } };
    const current = at(2, { rollout: 20, rules: [{ id: 'mine' }] });
    expect(clashesOf(draft, current)).toEqual([{ property: 'rollout', mine: 50, theirs: 20 }]);
    expect(rebased(draft, current).mine.rollout).toBe(50);
    expect(yielded(draft, current).mine.rollout).toBe(20);
  });
});

describe('what a change of the rollout moves', () => {
  const variants = ['a', 'b', 'off'];
  const rollout = fc
    .record({ percent: fc.integer({ min: 0, max: 100 }), first: fc.integer({ min: 0, max: 100 }) })
    .map(({ percent, first }) => ({
      rollout_percentage: percent,
      split: [
        { variant: 'a', weight: first * 1000 },
        { variant: 'b', weight: 100_000 - first * 1000 },
      ],
    }));

  it('is what the engine moves', () => {
    const units = Array.from({ length: 4_000 }, (_, unit) => `unit-${unit}`);
    fc.assert(
      fc.property(rollout, rollout, (before, after) => {
        const [was, is] = [before, after].map(servedBy);
        const count = units.filter((unit) => was?.(unit) !== is?.(unit)).length;
        expect(Math.abs(count / units.length - movedShare(before, after, 'off'))).toBeLessThan(
          0.05,
        );
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it.each([
    ['nothing for the same', 40, 40, 0],
    ['those who come in', 10, 35, 0.25],
    ['those who drop out', 35, 10, 0.25],
  ])('is %s', (_, from, to, share) => {
    const split = [{ variant: 'a', weight: 100_000 }];
    const moved = movedShare(
      { rollout_percentage: from, split },
      { rollout_percentage: to, split },
      'off',
    );
    expect(moved).toBeCloseTo(share, 10);
  });

  function servedBy({ rollout_percentage, split }: Written) {
    const flag = {
      ...sampleFlag({ key: 'f' }),
      kind: 'string' as const,
      variants: variants.map((name) => ({ name, value: name })),
      offVariant: 'off',
      rollout: { millipercent: rollout_percentage * 1000, split },
    };
    const snapshot = prepare({ environment: 'e', version: 1, flags: [flag], segments: [] });
    return (unit: string) => evaluate(snapshot, 'f', { user_id: unit }, 0).variant;
  }

  interface Written {
    readonly rollout_percentage: number;
    readonly split: readonly { readonly variant: string; readonly weight: number }[];
  }
});

it('splits into equal shares that sum to 100 %, whatever their number', () => {
  for (const count of [1, 2, 3, 7, 100]) {
    const shares = equalShares(Array.from({ length: count }, (_, place) => `v${place}`));
    expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBe(100_000);
  }
});

it('offers every operator of the engine', () => {
  expect(Object.keys(operatorForms).sort()).toEqual([...operators.keys()].sort());
});

describe('a difference in words', () => {
  const rule = (id: string, value: string) => ({
    id,
    when: { all: [{ attribute: 'plan', operator: 'in', value: [value] }] },
    rollout_percentage: 100,
    split: [{ variant: 'on', weight: 100_000 }],
  });

  it('names what was changed, rule by rule, and nothing that every write changes', () => {
    const before = { revision: 1, is_enabled: false, rules: [rule('a', 'free'), rule('b', 'pro')] };
    const after = { revision: 2, is_enabled: true, rules: [rule('b', 'pro'), rule('a', 'team')] };
    expect(describeDifference(before, after)).toEqual([
      { what: 'switch', was: 'off', is: 'on' },
      { what: 'rule a', was: 'plan is one of free → on', is: 'plan is one of team → on' },
      { what: 'order of rules', was: 'a, b', is: 'b, a' },
    ]);
  });

  it('tells what there was not before, and what is gone', () => {
    expect(describeDifference({ owner: 'A', rules: [] }, { rules: [rule('a', 'x')] })).toEqual([
      { what: 'owner', was: 'A' },
      { what: 'rule a', is: 'plan is one of x → on' },
    ]);
  });

  it('tells of an import what any other change of a state would, and its overrides', () => {
    const given = { scope: 'organisation', subject: 'zebra', variant: 'on', reason: 'Pilot' };
    const imported = { is_enabled: true, rollout_percentage: 50, rules: [rule('a', 'x')] };
    const after = { state: imported, overrides: [{ ...given, expires_at: null }] };
    expect(describeDifference({ state: null, overrides: [] }, after)).toEqual([
      { what: 'overrides', was: 'none', is: 'organisation zebra: on; Pilot' },
      { what: 'switch', is: 'on' },
      { what: 'rollout percentage', is: '50 %' },
      { what: 'rule a', is: 'plan is one of x → on' },
    ]);
  });

  it('shows no JSON where words will do', () => {
    const steps = [{ at: '2027-01-31T01:00:00.000Z', change: { is_enabled: true } }];
    const after = {
      steps,
      when: rule('a', 'x').when,
      public_key: { kty: 'OKP', crv: null },
      on_behalf_of: 'schedule:01a2/member:ana@example.com',
    };
    const told = describeDifference(null, after).map(({ is }) => is);
    expect(told[0]).toMatch(/^3\d Jan 2027, .*: switched on$/);
    expect(told.slice(1)).toEqual(['plan is one of x', 'kty OKP', 'schedule of ana@example.com']);
  });
});

describe('a revert', () => {
  it('undoes what an import changed in the state', () => {
    const state = { is_enabled: true, rollout_percentage: 50, rules: [], split: [] };
    const shared = { prerequisites: [], bucket_by: 'user_id', salt: 'f', environment: 'e' };
    const entry = {
      action: 'flag_state.import',
      environment: 'e',
      before: { state: { ...state, ...shared, rollout_percentage: 5 }, overrides: [] },
      after: { state: { ...state, ...shared }, overrides: [] },
    };
    const flag = { environments: [{ ...state, ...shared, revision: 3 }] };
    expect(revertOf(entry as never, flag as never)).toEqual({
      environment: 'e',
      revision: 3,
      from: { rollout_percentage: 50 },
      to: { rollout_percentage: 5 },
    });
  });
});
