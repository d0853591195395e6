import { expect, it } from 'vitest';
import type { AttributeTest } from '../../src/engine/snapshot.ts';
import { EVERYBODY, evaluateOne, sampleFlag } from './sample.ts';

const before = (attribute: string): AttributeTest => ({ attribute, operator: 'before', value: 7 });
const after = { attribute: 'at', operator: 'after', value: '2026-03-01' };

/** One reader serves operands and attributes, whose names may be anything. */
it.each(['false "2026-03-01"', '[false,"2026-03-01"]', 'false 7', '[false,7]'])(
  'keeps operands apart from an attribute that is called %s',
  (name) => {
    for (const all of [
      [after, before(name)],
      [before(name), after],
    ]) {
      const flag = sampleFlag({ rules: [{ id: 'r', when: { all }, rollout: EVERYBODY }] });
      expect(evaluateOne(flag, { at: '2026-03-02', [name]: 6 }).ruleId).toBe('r');
    }
  },
);
