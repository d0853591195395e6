import { defaultBucketer } from '../bucketing/bucketers.ts';
import { USER } from '../context.ts';
import type { DefinitionScope } from '../prepare-scope.ts';
import type { Predicate } from '../question.ts';
import type { Segment } from '../snapshot.ts';
import { prepareCondition } from './condition.ts';

/** Throws a `DefinitionError` where the segment means something that is not there. */
export function prepareSegment({ when }: Segment, scope: DefinitionScope): Predicate {
  return prepareCondition(when, 'when', { ...scope, bucketer: defaultBucketer, bucketBy: USER });
}
