import { type Place, withParts, withPlaces } from '../conditions/with-parts.ts';
import type { Condition, Flag, Segment } from '../snapshot.ts';
import type { Dependencies } from './graph.ts';

const SEARCHES = new Set(['contains', 'starts_with', 'ends_with']);

/** Flags and segments refer to each other under names of one space. */
export const flagName = (key: string): string => `flag ${key}`;
export const segmentName = (key: string): string => `segment ${key}`;

export function flagDependencies({ prerequisites, rules }: Flag): Dependencies {
  const conditions = [...prerequisites, ...rules.map(({ when }) => when)];
  const places = () => [
    ...prerequisites.map((condition, index) => ({ condition, path: `prerequisites[${index}]` })),
    ...rules.map(({ when }, index) => ({ condition: when, path: `rules[${index}].when` })),
  ];
  return dependenciesOf(conditions, pathFinder('rules', places));
}

export function segmentDependencies({ when }: Segment): Dependencies {
  return dependenciesOf(
    [when],
    pathFinder('when', () => [{ condition: when, path: 'when' }]),
  );
}

function dependenciesOf(
  conditions: readonly Condition[],
  pathOf: Dependencies['pathOf'],
): Dependencies {
  const nested = conditions.flatMap(withParts);
  return {
    conditionCount: nested.reduce((count, condition) => count + weigh(condition), 1),
    patternCount: nested.filter(isMatch).length,
    references: nested.flatMap(referenceOf),
    pathOf,
  };
}

/** Looks for a reference when it is asked for, which only problems do. */
function pathFinder(otherwise: string, places: () => readonly Place[]): Dependencies['pathOf'] {
  return (reference) => {
    if (reference === undefined) return otherwise;
    const found = places()
      .flatMap(withPlaces)
      .find(({ condition }) => referenceOf(condition).includes(reference));
    if (found === undefined) return otherwise;
    return `${found.path}.${'segment' in found.condition ? 'segment' : 'flag'}`;
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
