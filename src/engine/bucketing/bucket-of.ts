import { askAttribute, asUnit } from '../context.ts';
import type { Draft } from '../draft.ts';
import type { BucketOf } from '../question.ts';
import type { Bucket } from './bucketer.ts';

/** Asks for the bucket of the unit that the draft buckets by. */
export function prepareBucketOf(bucket: Bucket, path: string, draft: Draft): BucketOf {
  const { bucketBy, watch } = draft;
  const question = askAttribute(bucketBy, (name) => (context) => {
    const unit = asUnit(context[name]);
    return unit === undefined ? undefined : bucket(unit);
  });
  return watch({ kind: 'bucket', path, words: () => `the bucket of ${bucketBy}` }, question);
}
