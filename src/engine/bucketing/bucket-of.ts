import { asUnit, bindAttribute } from '../context.ts';
import type { PrepareScope } from '../prepare-scope.ts';
import type { BucketOf } from '../question.ts';
import type { Bucket } from './bucketer.ts';

/** Asks for the bucket of the unit that the scope buckets by. */
export function prepareBucketOf(bucket: Bucket, path: string, scope: PrepareScope): BucketOf {
  const { bucketBy, trace } = scope;
  const question = bindAttribute(bucketBy, (name) => (context) => {
    const unit = asUnit(context[name]);
    return unit === undefined ? undefined : bucket(unit);
  });
  return trace({ kind: 'bucket', path, description: () => `the bucket of ${bucketBy}` }, question);
}
