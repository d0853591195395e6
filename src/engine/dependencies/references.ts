import type { Condition, Flag, Segment } from '../snapshot.ts';
import type { Dependencies } from './dependency-order.ts';

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
  const nested = conditions.flatMap(flatten);
  return { conditionCount: nested.length + 1, references: nested.flatMap(referenceOf) };
}

function flatten(condition: Condition): readonly Condition[] {
  return [condition, ...partsOf(condition).flatMap(flatten)];
}

function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

function referenceOf(condition: Condition): string[] {
  if ('segment' in condition) return [segmentName(condition.segment)];
  return 'flag' in condition ? [flagName(condition.flag)] : [];
}
