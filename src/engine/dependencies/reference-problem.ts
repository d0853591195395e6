import type { Graph, Reach } from './graph.ts';

const maxLevel = 10;
const maxConditions = 10_000;

/** Matching a pattern may take the time of very many other conditions. */
const conditionsOfPattern = 400;

/** Names of a circle that are told; a circle may be as long as there are definitions. */
const mostNames = 12;

/**
 * What is wrong with what a definition refers to, at the place of the reference that leads there:
 * `rules[1].when.flag: expected no circle (flag a → flag b → flag a)`. Wrong are references that go
 * round in a circle or too deep, and those that lead to too many conditions: a few references a
 * level, each evaluated again on every path to it, multiply.
 */
export function findReferenceProblem(
  name: string,
  graph: Graph,
  reaches: ReadonlyMap<string, Reach>,
): string | undefined {
  const reach = reaches.get(name);
  if (reach === undefined) return circleProblem(name, graph, reaches);
  if (reach.level > maxLevel) {
    const deepest = placeOfMost(name, { graph, reaches, measure: ({ level }) => level });
    return `${deepest}: expected at most ${maxLevel} levels of references`;
  }
  if (costOf(reach) <= maxConditions) return undefined;
  const heaviest = placeOfMost(name, { graph, reaches, measure: costOf });
  return `${heaviest}: expected at most ${maxConditions} conditions, those of referenced flags and segments included`;
}

function costOf({ conditionCount, patternCount }: Omit<Reach, 'level'>): number {
  return conditionCount + patternCount * (conditionsOfPattern - 1);
}

function circleProblem(name: string, graph: Graph, reaches: ReadonlyMap<string, Reach>): string {
  const way = wayRound(name, graph, reaches);
  const told =
    way.length > mostNames ? [...way.slice(0, mostNames - 2), '…', ...way.slice(-1)] : way;
  return `${graph.get(name)?.pathOf(way[1])}: expected no circle (${told.join(' → ')})`;
}

/** From a name that has no reach to the first that it comes by again. */
function wayRound(
  name: string,
  graph: Graph,
  reaches: ReadonlyMap<string, Reach>,
): readonly string[] {
  const way = new Set<string>();
  const isOnWay = (reference: string) => graph.has(reference) && !reaches.has(reference);
  let next: string | undefined = name;
  while (next !== undefined && !way.has(next)) {
    way.add(next);
    next = graph.get(next)?.references.find(isOnWay);
  }
  return next === undefined ? [...way] : [...way, next];
}

interface Weighing {
  readonly graph: Graph;
  readonly reaches: ReadonlyMap<string, Reach>;
  readonly measure: (reach: Reach) => number;
}

/** Where the reference stands that adds most, or the conditions if they do. */
function placeOfMost(name: string, { graph, reaches, measure }: Weighing): string | undefined {
  const own = graph.get(name);
  let most = own === undefined ? 0 : measure({ level: 0, ...own });
  let place: string | undefined;
  for (const reference of own?.references ?? []) {
    const reach = reaches.get(reference);
    if (reach === undefined || measure(reach) <= most) continue;
    most = measure(reach);
    place = reference;
  }
  return own?.pathOf(place);
}
