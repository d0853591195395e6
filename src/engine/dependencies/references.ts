import { withParts } from '../conditions/with-parts.ts';
import type { Condition, Flag, Segment } from '../snapshot.ts';
import type { Dependencies } from './dependency-order.ts';

/** Matching a pattern may take the time of very many other conditions. */
const CONDITIONS_OF_A_PATTERN = 100;

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
    references: nested.flatMap(referenceOf),
  };
}

function weigh(condition: Condition): number {
  return 'operator' in condition && condition.operator === 'matches' ? CONDITIONS_OF_A_PATTERN : 1;
}

function referenceOf(condition: Condition): string[] {
  if ('segment' in condition) return [segmentName(condition.segment)];
  return 'flag' in condition ? [flagName(condition.flag)] : [];
}
