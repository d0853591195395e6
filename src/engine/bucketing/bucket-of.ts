import { asUnit, bindAttribute } from '../context.ts';
import type { PrepareScope } from '../prepare-scope.ts';
import type { BucketOf } from '../question.ts';
import type { Bucket } from './bucketer.ts';

/** One of a bucketer's two, with what it is salted with. */
interface Draw {
  readonly by: (salt: string) => Bucket;
  readonly salt: string;
}

/** Characters beyond which it is quicker to remember a bucket than to find it again. */
const LONG = 64;

/** Asks for the bucket of the unit that the scope buckets by. */
export function prepareBucketOf({ by, salt }: Draw, path: string, scope: PrepareScope): BucketOf {
  const { bucketBy, trace, shared } = scope;
  const bucket = shared.bucket(by, salt);
  const question = bindAttribute(bucketBy, (name) => {
    const bucketOfLong = shared.reading(bucket, name);
    return (context) => {
      const unit = asUnit(context[name]);
      if (unit === undefined) return undefined;
      return unit.length > LONG ? bucketOfLong(unit) : bucket(unit);
    };
  });
  return trace({ kind: 'bucket', path, description: () => `the bucket of ${bucketBy}` }, question);
}
