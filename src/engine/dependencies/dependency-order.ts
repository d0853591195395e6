/** What a definition needs. */
export interface Dependencies {
  /** How many conditions it has by itself; the definition counts as one. */
  readonly conditionCount: number;
  /** The names of the definitions that it refers to. */
  readonly references: readonly string[];
}

type Graph = ReadonlyMap<string, Dependencies>;

const DEEPEST_REFERENCE = 10;

/** Conditions a flag may evaluate, those of referenced flags and segments included. */
const maxConditions = 10_000;

const PROBLEM = `references: expected no circle, at most ${DEEPEST_REFERENCE} levels and ${maxConditions} conditions`;

/**
 * Puts definitions into an order in which each comes after those it refers to, with what is wrong
 * with its references. Those are wrong that go round in a circle or too deep, and those that lead
 * to too many conditions: a few references a level, each evaluated again on every path to it,
 * multiply. References to what is not in the graph do not count.
 */
export function dependencyOrder(graph: Graph): ReadonlyMap<string, string | undefined> {
  const counts = countConditions(graph);
  const isSound = (name: string) => (counts.get(name) ?? Infinity) <= maxConditions;
  const ordered = new Set([...counts.keys(), ...graph.keys()]);
  return new Map([...ordered].map((name) => [name, isSound(name) ? undefined : PROBLEM]));
}

/**
 * How many conditions each may evaluate in all, in the order of their levels. Left out are those
 * whose references go round in a circle or too deep.
 */
export function countConditions(graph: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const isReady = (name: string) => counts.has(name) || !graph.has(name);
  for (let depth = 0; depth <= DEEPEST_REFERENCE; depth += 1) {
    const level = [...graph].filter(
      ([name, { references }]) => !counts.has(name) && references.every(isReady),
    );
    for (const [name, { conditionCount, references }] of level) {
      const countOf = (reference: string) => counts.get(reference) ?? 0;
      counts.set(
        name,
        references.reduce((sum, each) => sum + countOf(each), conditionCount),
      );
    }
  }
  return counts;
}
