import { BUCKETS, type Bucket, type Bucketer } from './bucketer.ts';
import { finishHash, startHash } from './murmur3.ts';

const HASHES = 2 ** 32;

/** `burgee/1`; docs/evaluation.md describes it. */
export const burgee: Bucketer = {
  rollout: saltedBucket,
  // A salt of its own, so that the first 10 % of a rollout get every variant of its split.
  variant: (salt) => saltedBucket(`${salt}/variant`),
};

/**
 * Scales the hash without modulo bias. The bucket does not depend on the rollout's percentage, so
 * raising that removes nobody and lowering it adds nobody; see `isInRollout`.
 *
 * Exact: hash × 100 000 stays below 2⁴⁹, and dividing a double by 2³² only moves its exponent.
 */
function saltedBucket(salt: string): Bucket {
  const start = startHash(`${salt}:`);
  return (unit) => Math.floor((finishHash(start, unit) * BUCKETS) / HASHES);
}
