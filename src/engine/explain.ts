import type { Context } from './context.ts';
import { flagName } from './dependencies/references.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { prepare } from './prepare.ts';
import { reachOf } from './reach.ts';
import type { Snapshot } from './snapshot.ts';
import type { Asked, Tracer } from './tracing/trace.ts';

/** One question, asked in the course of an evaluation, and its answer. */
export interface TraceEntry {
  /** Whose question it is: `flag checkout`, `segment beta`. */
  readonly subject: string;
  /** How many questions it was asked in the course of; a flag's own steps have 0. */
  readonly depth: number;
  readonly kind: Asked['kind'];
  /** The part of the definition that asks: `rules[0].when.all[1]`. */
  readonly path: string;
  readonly asked: string;
  /** Null: a step passed on, a condition is unknown, a bucket has no unit. */
  readonly answer: Evaluation | boolean | number | null;
}

/**
 * What an evaluation asks, in the order in which it asks it, and what it learns. It is the
 * evaluation itself: the part of the snapshot that the flag can ask is prepared, with a witness
 * around every question.
 */
export function explain(
  snapshot: Snapshot,
  flagKey: string,
  context: Context,
  now: number,
): readonly TraceEntry[] {
  const steps: TraceEntry[] = [];
  const traced = prepare(reachOf(snapshot, flagKey), recordInto(steps));
  const answer = evaluate(traced, flagKey, context, now);
  return traced.flags.has(flagKey) ? steps : [unknownFlagStep(flagKey, answer)];
}

function unknownFlagStep(key: string, answer: Evaluation): TraceEntry {
  const asked = 'the flag, which the snapshot does not have';
  return { subject: flagName(key), depth: 0, kind: 'step', path: '', asked, answer };
}

/** A question takes its place when it is asked, and gets its answer when it has one. */
function recordInto(steps: TraceEntry[]): Tracer {
  let depth = 0;
  return (subject) =>
    ({ kind, path, description }, question) =>
    (context, now) => {
      const step = { subject, depth, kind, path, asked: description(), answer: null };
      const place = steps.push(step) - 1;
      depth += 1;
      const answer = question(context, now);
      depth -= 1;
      steps[place] = { ...step, answer: answer ?? null };
      return answer;
    };
}
