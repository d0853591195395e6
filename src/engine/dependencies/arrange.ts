/** What a definition costs by itself, in questions, and the definitions that it asks in turn. */
export interface Node {
  readonly questions: number;
  readonly references: readonly string[];
}

const DEEPEST_REFERENCE = 10;
const MOST_QUESTIONS = 10_000;

const BOUNDS = `at most ${DEEPEST_REFERENCE} levels and ${MOST_QUESTIONS} questions`;

/** What is wrong with a definition that `arrange` leaves out. */
export const ARRANGEMENT_PROBLEM = `references: expected no circle, ${BOUNDS}`;

/**
 * Puts definitions into an order in which each comes after those it refers to, with the number of
 * questions that each may ask in all. Left out are those whose references go round in a circle or
 * too deep, and those that would ask too much: a few references a level, each asked again on every
 * path to it, multiply. References to what is not in the graph do not count.
 */
export function arrange(graph: ReadonlyMap<string, Node>): ReadonlyMap<string, number> {
  const questions = new Map<string, number>();
  const isReady = (key: string) => questions.has(key) || !graph.has(key);
  for (let depth = 0; depth <= DEEPEST_REFERENCE; depth += 1) {
    const level = [...graph].filter(
      ([key, { references }]) => !questions.has(key) && references.every(isReady),
    );
    for (const [key, node] of level) questions.set(key, countQuestions(node, questions));
  }
  return new Map([...questions].filter(([, count]) => count <= MOST_QUESTIONS));
}

function countQuestions(node: Node, questions: ReadonlyMap<string, number>): number {
  return node.references.reduce((sum, key) => sum + (questions.get(key) ?? 0), node.questions);
}
