import { readUnit } from './context.ts';
import { murmur3 } from './murmur3.ts';
import type { BucketOf } from './question.ts';

/** Buckets are thousandths of a percent. */
export const BUCKETS = 100_000;

const HASHES = 2 ** 32;

/** Puts a unit into one of the buckets 0 to 99 999, always the same one. */
export type Bucket = (unit: string) => number;

/** A way of bucketing: whether a unit is in a rollout, and which variant it gets, hash apart. */
export interface Bucketer {
  readonly rollout: (salt: string) => Bucket;
  readonly variant: (salt: string) => Bucket;
}

/** Other vendors' ways of bucketing become further entries, each in a file of its own. */
export const bucketers: ReadonlyMap<string, Bucketer> = new Map([
  [
    'burgee/1',
    {
      rollout: (salt) => saltedBucket(salt),
      // A salt of its own, so that the first 10 % of a rollout get every variant of its split.
      variant: (salt) => saltedBucket(`${salt}/variant`),
    },
  ],
]);

/**
 * Scales the hash without modulo bias. A unit is in a rollout when its bucket is below the rollout's
 * thousandths of a percent; the bucket does not depend on them, so raising a rollout removes nobody
 * and lowering it adds nobody.
 *
 * Exact: hash × 100 000 stays below 2⁴⁹, and dividing a double by 2³² only moves its exponent.
 */
function saltedBucket(salt: string): Bucket {
  const hash = murmur3(`${salt}:`);
  return (unit) => Math.floor((hash(unit) * BUCKETS) / HASHES);
}

export function bucketQuestion(attribute: string, bucket: Bucket): BucketOf {
  return (context) => {
    const unit = readUnit(context, attribute);
    return unit === undefined ? undefined : bucket(unit);
  };
}
