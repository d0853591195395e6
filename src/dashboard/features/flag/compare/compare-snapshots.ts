import { evaluate } from '../../../../engine/evaluate.ts';
import type { Evaluation } from '../../../../engine/evaluation.ts';
import type { JsonObject } from '../../../../engine/json.ts';
import { prepare } from '../../../../engine/prepare.ts';
import type { Snapshot } from '../../../../engine/snapshot.ts';

interface Question {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly flag: string;
  readonly now: number;
}

export interface Compared {
  readonly was: Evaluation;
  readonly is: Evaluation;
  readonly isChanged: boolean;
}

/** What each context is served before and after a change of one flag. Pure. */
export function compareSnapshots({ before, after, flag, now }: Question) {
  const [old, next] = [prepare(before), prepare(after)];
  return {
    /** What is wrong with the flag after the change, where it is. */
    problem: next.flags.get(flag)?.problem,
    compare: (context: JsonObject): Compared => {
      const was = evaluate(old, flag, context, now);
      const is = evaluate(next, flag, context, now);
      return { was, is, isChanged: was.variant !== is.variant };
    },
  };
}
