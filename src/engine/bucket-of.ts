import type { Bucket } from './bucket.ts';
import { asUnit, ofAttribute } from './context.ts';
import type { Draft } from './draft.ts';
import type { BucketOf } from './question.ts';

/** Asks for the bucket of the unit that the draft buckets by. */
export function prepareBucketOf(bucket: Bucket, path: string, draft: Draft): BucketOf {
  const { bucketBy, watch } = draft;
  const question = ofAttribute(bucketBy, (value) => {
    const unit = asUnit(value);
    return unit === undefined ? undefined : bucket(unit);
  });
  return watch({ kind: 'bucket', path, words: () => `the bucket of ${bucketBy}` }, question);
}
