import type { Condition } from '../snapshot.ts';

/** A condition and all those that it combines. */
export function withParts(condition: Condition): readonly Condition[] {
  return [condition, ...partsOf(condition).flatMap(withParts)];
}

function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}
