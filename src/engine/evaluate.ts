import { asPlain, type Context, type PlainContext } from './context.ts';
import type { Evaluation } from './evaluation.ts';
import type { PreparedFlag } from './flag/prepared-flag.ts';
import type { PreparedSnapshot } from './prepared-snapshot.ts';

/**
 * What a flag serves to a context at an instant (milliseconds since the epoch). Pure and
 * synchronous; for any context of plain data it does not throw.
 */
export function evaluate(
  snapshot: PreparedSnapshot,
  flagKey: string,
  context: Context,
  now: number,
): Evaluation {
  const flag = snapshot.flags.get(flagKey);
  return flag === undefined ? snapshot.unknownFlag : evaluateFlag(flag, context, now);
}

export function evaluateFlag(flag: PreparedFlag, context: Context, now: number): Evaluation {
  return decide(flag, asPlain(context), now);
}

/** Evaluates any number of flags for one context, which is looked at once. */
export function evaluatorFor(context: Context, now: number): (flag: PreparedFlag) => Evaluation {
  const plain = asPlain(context);
  return (flag) => decide(flag, plain, now);
}

/** The first step that has an answer decides. */
export function decide(flag: PreparedFlag, context: PlainContext, now: number): Evaluation {
  for (const step of flag.steps) {
    const answer = step(context, now);
    if (answer !== undefined) return answer;
  }
  return flag.otherwise(context, now);
}
