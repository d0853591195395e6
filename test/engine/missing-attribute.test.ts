import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/engine/context.ts';
import { evaluatorFor } from '../../src/engine/evaluate.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { Condition } from '../../src/engine/snapshot.ts';
import { attributeTests, contexts } from './arbitraries.ts';
import { EVERYBODY, evaluateOne, sampleFlag, sampleSnapshot, share } from './sample.ts';

function matches(when: Condition, context: object): boolean {
  const rules = [{ id: 'rule', when, rollout: EVERYBODY }];
  return evaluateOne(sampleFlag({ rules, rollout: share(0) }), { ...context }).ruleId === 'rule';
}

describe('a missing attribute', () => {
  it('matches no operator but exists, negated or not', () => {
    const tests = attributeTests.filter(({ operator }) => operator !== 'exists');
    fc.assert(
      fc.property(tests, contexts, (test, context) => {
        const without = Object.fromEntries(
          Object.entries(context).filter(([name]) => !test.attribute.startsWith(name)),
        );
        expect([matches(test, without), matches({ not: test }, without)]).toEqual([false, false]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is seen by exists, which then is false', () => {
    const exists = { attribute: 'plan', operator: 'exists' };
    expect([matches(exists, {}), matches({ not: exists }, {})]).toEqual([false, true]);
  });
});

describe('an attribute that the context inherits', () => {
  class Account {
    readonly own = 'own';
    get plan(): string {
      return 'pro';
    }
  }
  const exists = (attribute: string) => ({ attribute, operator: 'exists' });

  it.each([
    ['a prototype', Object.create({ plan: 'pro' })],
    ['a class', new Account()],
    ['a list', ['pro']],
    ['a function', () => 'pro'],
  ])('is absent: %s', (_, context) => {
    const inherited = ['plan', 'map', 'length', 'name', 'constructor', 'toString', '__proto__'];
    const seen = inherited.filter(
      (attribute) =>
        evaluateOne(
          sampleFlag({ rules: [{ id: 'rule', when: exists(attribute), rollout: EVERYBODY }] }),
          context,
        ).ruleId,
    );
    expect(seen).toEqual([]);
  });

  it('is read where it is the own one of an instance', () => {
    const rules = [{ id: 'rule', when: exists('own'), rollout: EVERYBODY }];
    const context: object = new Account();
    expect(evaluateOne(sampleFlag({ rules }), context as Context).ruleId).toBe('rule');
  });

  it('is absent for many flags as for one', () => {
    const rules = [{ id: 'rule', when: exists('plan'), rollout: EVERYBODY }];
    const flags = [...prepare(sampleSnapshot([sampleFlag({ rules })])).flags.values()];
    const ids = flags
      .map(evaluatorFor(Object.create({ plan: 'pro' }), 0))
      .map(({ ruleId }) => ruleId);
    expect(ids).toEqual([undefined]);
  });
});
