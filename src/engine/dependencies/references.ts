import { withParts } from '../conditions/with-parts.ts';
import type { Condition, Flag, Segment } from '../snapshot.ts';
import type { Dependencies } from './dependency-order.ts';

const SEARCHES = new Set(['contains', 'starts_with', 'ends_with']);

/** Flags and segments refer to each other under names of one space. */
export const flagName = (key: string): string => `flag ${key}`;
export const segmentName = (key: string): string => `segment ${key}`;

export function flagDependencies({ prerequisites, rules }: Flag): Dependencies {
  return dependenciesOf([...prerequisites, ...rules.map(({ when }) => when)]);
}

export function segmentDependencies({ when }: Segment): Dependencies {
  return dependenciesOf([when]);
}

function dependenciesOf(conditions: readonly Condition[]): Dependencies {
  const nested = conditions.flatMap(withParts);
  return {
    conditionCount: nested.reduce((count, condition) => count + weigh(condition), 1),
    patternCount: nested.filter(isMatch).length,
    references: nested.flatMap(referenceOf),
  };
}

/** A text is searched for one part after the other. */
function weigh(condition: Condition): number {
  const isSearch = 'operator' in condition && SEARCHES.has(condition.operator);
  return isSearch && Array.isArray(condition.value) ? Math.max(condition.value.length, 1) : 1;
}

function isMatch(condition: Condition): boolean {
  return 'operator' in condition && condition.operator === 'matches';
}

function referenceOf(condition: Condition): string[] {
  if ('segment' in condition) return [segmentName(condition.segment)];
  return 'flag' in condition ? [flagName(condition.flag)] : [];
}
