import type { Condition } from '../snapshot.ts';

/** A condition and where it stands: `rules[2].when.all[0]`. */
export interface Place {
  readonly condition: Condition;
  readonly path: string;
}

/** A condition and all those that it combines. */
export function withParts(condition: Condition): readonly Condition[] {
  return [condition, ...partsOf(condition).flatMap(withParts)];
}

/** The same, each with its place. */
export function withPlaces(place: Place): readonly Place[] {
  return [place, ...placesWithin(place).flatMap(withPlaces)];
}

function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  return 'not' in condition ? [condition.not] : [];
}

function placesWithin({ condition, path }: Place): readonly Place[] {
  if ('not' in condition) return [{ condition: condition.not, path: `${path}.not` }];
  const list = 'all' in condition ? 'all' : 'any';
  return partsOf(condition).map((part, index) => ({
    condition: part,
    path: `${path}.${list}[${index}]`,
  }));
}
