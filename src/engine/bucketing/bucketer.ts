/** Buckets are thousandths of a percent, as are the percentages of rollouts. */
export const BUCKETS = 100_000;

/**
 * Whether a bucket is in a rollout. A larger percentage adds buckets and takes none away, so whoever
 * is in stays in while a rollout grows.
 */
export function isInRollout(bucket: number, millipercent: number): boolean {
  return bucket < millipercent;
}

/** Puts a unit into one of the buckets 0 to 99 999, always into the same. */
export type Bucket = (unit: string) => number;

/** A way of bucketing: whether a unit is in a rollout is drawn apart from the variant it gets. */
export interface Bucketer {
  readonly rollout: (salt: string) => Bucket;
  readonly variant: (salt: string) => Bucket;
}
