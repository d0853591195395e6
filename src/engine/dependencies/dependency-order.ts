import type { Graph, Reach } from './graph.ts';
import { findReferenceProblem } from './reference-problem.ts';

const NOTHING: Reach = { level: 0, conditionCount: 0, patternCount: 0 };

/** What is wrong with a definition, if anything, and how many conditions it may evaluate if not. */
export interface Judgement {
  readonly problem: string | undefined;
  readonly conditionCount: number;
}

/**
 * Puts definitions into an order in which each comes after those it refers to, with what is wrong
 * with its references. References to what is not in the graph do not count.
 */
export function dependencyOrder(graph: Graph): ReadonlyMap<string, Judgement> {
  const reaches = findReaches(graph);
  const ordered = new Set([...reaches.keys(), ...graph.keys()]);
  const judge = (name: string): Judgement => {
    const problem = findReferenceProblem(name, graph, reaches);
    const { conditionCount } = (problem === undefined && reaches.get(name)) || NOTHING;
    return { problem, conditionCount };
  };
  return new Map([...ordered].map((name) => [name, judge(name)]));
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
