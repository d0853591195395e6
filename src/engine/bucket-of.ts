import type { Bucket } from './bucket.ts';
import { asUnit, attributeReader } from './context.ts';
import type { Draft } from './draft.ts';
import type { BucketOf } from './question.ts';

/** Asks for the bucket of the unit that the draft buckets by. */
export function prepareBucketOf(bucket: Bucket, path: string, draft: Draft): BucketOf {
  const { bucketBy, watch } = draft;
  const read = attributeReader(bucketBy);
  return watch({ kind: 'bucket', path, words: () => `the bucket of ${bucketBy}` }, (context) => {
    const unit = asUnit(read(context));
    return unit === undefined ? undefined : bucket(unit);
  });
}
