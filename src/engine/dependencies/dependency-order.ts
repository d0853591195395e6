/** What a definition needs. */
export interface Dependencies {
  /** How many conditions it has by itself; the definition counts as one. */
  readonly conditionCount: number;
  /** The names of the definitions that it refers to. */
  readonly references: readonly string[];
}

type Graph = ReadonlyMap<string, Dependencies>;

/** What comes to a definition through its references. */
interface Reach {
  /** 0 for one that refers to nothing. */
  readonly level: number;
  /** Conditions it may evaluate, those of referenced flags and segments included. */
  readonly conditionCount: number;
}

const maxLevel = 10;
const maxConditions = 10_000;

/**
 * Puts definitions into an order in which each comes after those it refers to, with what is wrong
 * with its references. Those are wrong that go round in a circle or too deep, and those that lead
 * to too many conditions: a few references a level, each evaluated again on every path to it,
 * multiply. References to what is not in the graph do not count.
 */
export function dependencyOrder(graph: Graph): ReadonlyMap<string, string | undefined> {
  const reaches = findReaches(graph);
  const ordered = new Set([...reaches.keys(), ...graph.keys()]);
  return new Map([...ordered].map((name) => [name, problemOf(reaches.get(name))]));
}

function problemOf(reach: Reach | undefined): string | undefined {
  if (reach === undefined) return 'references: expected no circle';
  if (reach.level > maxLevel) return `references: expected at most ${maxLevel} levels`;
  if (reach.conditionCount <= maxConditions) return undefined;
  return `references: expected at most ${maxConditions} conditions, those of referenced flags and segments included`;
}

/** Level by level. Left out are those whose references go round in a circle, or lead to one. */
export function findReaches(graph: Graph): ReadonlyMap<string, Reach> {
  const reaches = new Map<string, Reach>();
  const isReady = (name: string) => reaches.has(name) || !graph.has(name);
  let waiting = [...graph];
  for (let level = 0; waiting.length > 0; level += 1) {
    const ready = waiting.filter(([, { references }]) => references.every(isReady));
    if (ready.length === 0) break;
    for (const [name, { conditionCount, references }] of ready) {
      const countOf = (reference: string) => reaches.get(reference)?.conditionCount ?? 0;
      const sum = references.reduce((count, each) => count + countOf(each), conditionCount);
      reaches.set(name, { level, conditionCount: sum });
    }
    waiting = waiting.filter(([name]) => !reaches.has(name));
  }
  return reaches;
}
