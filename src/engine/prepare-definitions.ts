import { prepareSegment } from './conditions/segment.ts';
import { type Definition, definitionsByName, dependenciesOf, findProblem } from './definitions.ts';
import { dependencyOrder, type Judgement } from './dependencies/dependency-order.ts';
import type { Dependencies } from './dependencies/graph.ts';
import { prepareBrokenFlag } from './flag/broken-flag.ts';
import { prepareFlag } from './flag/prepare-flag.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { Predicate } from './question.ts';
import { makeShared } from './shared.ts';
import type { Snapshot } from './snapshot.ts';
import type { Tracer } from './tracing/trace.ts';
import { DefinitionError } from './validation/definition-error.ts';

/**
 * Prepares each definition after those it refers to. A flag that has a problem answers with it; a
 * segment that has one is left out, which is a problem of the flags that refer to it.
 */
export function prepareDefinitions(snapshot: Snapshot, tracer: Tracer) {
  const { version } = snapshot;
  const flags = new Map<string, PreparedFlag>();
  const segments = new Map<string, Predicate>();
  const segmentProblems = new Map<string, string>();
  const definitions = definitionsByName(snapshot);
  const shared = makeShared();
  let conditionCount = 0;
  for (const [name, { problem, conditionCount: own }] of judgeInOrder(definitions)) {
    const definition = definitions.get(name);
    const trace = tracer(name);
    const scope = { definitions: { flags, segments }, trace, shared };
    if (definition && 'flag' in definition) {
      const { flag } = definition;
      conditionCount += own;
      const broken = (found: string) => prepareBrokenFlag({ flag, version, problem: found, trace });
      flags.set(
        flag.key,
        isolate(problem, () => prepareFlag(flag, version, scope), broken),
      );
    } else if (definition) {
      const { segment } = definition;
      const broken = (found: string) => void segmentProblems.set(segment.key, found);
      const prepared = isolate(problem, () => prepareSegment(segment, scope), broken);
      if (prepared) segments.set(segment.key, prepared);
    }
  }
  return { flags, segmentProblems, conditionCount };
}

/** A problem, known or met while preparing, harms nobody but those who refer to its definition. */
function isolate<Prepared, Broken>(
  problem: string | undefined,
  prepareSound: () => Prepared,
  prepareBroken: (problem: string) => Broken,
): Prepared | Broken {
  if (problem !== undefined) return prepareBroken(problem);
  try {
    return prepareSound();
  } catch (cause) {
    if (!(cause instanceof DefinitionError)) throw cause;
    return prepareBroken(cause.message);
  }
}

/** Those that have a problem by themselves need no order, and come first. */
function judgeInOrder(definitions: ReadonlyMap<string, Definition>) {
  const problems = new Map<string, Judgement>();
  const graph = new Map<string, Dependencies>();
  for (const [name, definition] of definitions) {
    const problem = findProblem(definition);
    if (problem === undefined) graph.set(name, dependenciesOf(definition));
    else problems.set(name, { problem, conditionCount: 0 });
  }
  return [...problems, ...dependencyOrder(graph)];
}
