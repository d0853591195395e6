/** What a definition needs. */
export interface Dependencies {
  /** How many conditions it has by itself; the definition counts as one. */
  readonly conditionCount: number;
  /** How many of them match a pattern. */
  readonly patternCount: number;
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
  readonly patternCount: number;
}

const NOTHING: Reach = { level: 0, conditionCount: 0, patternCount: 0 };

const maxLevel = 10;
const maxConditions = 10_000;

/** Matching a pattern may take the time of very many other conditions. */
const conditionsOfPattern = 400;

/** What is wrong with a definition, if anything, and how many conditions it may evaluate if not. */
export interface Judgement {
  readonly problem: string | undefined;
  readonly conditionCount: number;
}

/**
 * Puts definitions into an order in which each comes after those it refers to, with what is wrong
 * with its references. Those are wrong that go round in a circle or too deep, and those that lead
 * to too many conditions: a few references a level, each evaluated again on every path to it,
 * multiply. References to what is not in the graph do not count.
 */
export function dependencyOrder(graph: Graph): ReadonlyMap<string, Judgement> {
  const reaches = findReaches(graph);
  const ordered = new Set([...reaches.keys(), ...graph.keys()]);
  return new Map([...ordered].map((name) => [name, judge(reaches.get(name))]));
}

function judge(reach: Reach | undefined): Judgement {
  const problem = problemOf(reach);
  return { problem, conditionCount: problem === undefined ? (reach?.conditionCount ?? 0) : 0 };
}

function problemOf(reach: Reach | undefined): string | undefined {
  if (reach === undefined) return 'references: expected no circle';
  if (reach.level > maxLevel) return `references: expected at most ${maxLevel} levels`;
  const { conditionCount, patternCount } = reach;
  if (conditionCount + patternCount * (conditionsOfPattern - 1) <= maxConditions) return undefined;
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
    for (const [name, { conditionCount, patternCount, references }] of ready) {
      const reached = references.map((reference) => reaches.get(reference) ?? NOTHING);
      const sum = (own: number, count: (reach: Reach) => number) =>
        reached.reduce((total, reach) => total + count(reach), own);
      reaches.set(name, {
        level,
        conditionCount: sum(conditionCount, (reach) => reach.conditionCount),
        patternCount: sum(patternCount, (reach) => reach.patternCount),
      });
    }
    waiting = waiting.filter(([name]) => !reaches.has(name));
  }
  return reaches;
}
