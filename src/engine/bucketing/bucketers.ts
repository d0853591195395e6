import { finishHash, startHash } from './murmur3.ts';

/** Buckets are thousandths of a percent, as are the percentages of rollouts. */
export const BUCKETS = 100_000;

const HASHES = 2 ** 32;

/** Puts a unit into one of the buckets 0 to 99 999, always into the same. */
export type Bucket = (unit: string) => number;

/** A way of bucketing: whether a unit is in a rollout is drawn apart from the variant it gets. */
export interface Bucketer {
  readonly rollout: (salt: string) => Bucket;
  readonly variant: (salt: string) => Bucket;
}

export const DEFAULT_BUCKETER = 'burgee/1';

/** Other vendors' ways of bucketing become further entries, each in a file of its own. */
export const bucketers: ReadonlyMap<string, Bucketer> = new Map([
  [
    DEFAULT_BUCKETER,
    {
      rollout: saltedBucket,
      // A salt of its own, so that the first 10 % of a rollout get every variant of its split.
      variant: (salt) => saltedBucket(`${salt}/variant`),
    },
  ],
]);

/**
 * Scales the hash without modulo bias. A unit is in a rollout when its bucket is below the
 * rollout's percentage. The bucket does not depend on the percentage, so raising it removes nobody
 * and lowering it adds nobody.
 *
 * Exact: hash × 100 000 stays below 2⁴⁹, and dividing a double by 2³² only moves its exponent.
 */
function saltedBucket(salt: string): Bucket {
  const start = startHash(`${salt}:`);
  return (unit) => Math.floor((finishHash(start, unit) * BUCKETS) / HASHES);
}
