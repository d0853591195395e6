import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUCKETS } from '../../src/engine/bucketing/bucketer.ts';
import { bucketers } from '../../src/engine/bucketing/bucketers.ts';
import vectors from '../vectors/buckets.json' with { type: 'json' };

const burgee = bucketers.get('burgee/1');
if (burgee === undefined) throw new Error('burgee/1 is not registered');

describe('burgee/1', () => {
  it.each(vectors.cases)('puts $unit salted $salt into bucket $rollout', (bucket) => {
    expect(burgee.rollout(bucket.salt)(bucket.unit)).toBe(bucket.rollout);
    expect(burgee.variant(bucket.salt)(bucket.unit)).toBe(bucket.variant);
  });

  it('stays within the buckets', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (salt, unit) => {
        const bucket = burgee.rollout(salt)(unit);
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < BUCKETS).toBe(true);
      }),
    );
  });
});
