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

/** What each of the flags serves to one context, in their order. */
export function evaluateAll(
  flags: readonly PreparedFlag[],
  context: Context,
  now: number,
): readonly Evaluation[] {
  const plain = asPlain(context);
  return flags.map((flag) => decide(flag, plain, now));
}

/** The first step that has an answer decides. */
export function decide(flag: PreparedFlag, context: PlainContext, now: number): Evaluation {
  for (const step of flag.steps) {
    const answer = step(context, now);
    if (answer !== undefined) return answer;
  }
  return flag.otherwise(context, now);
}
