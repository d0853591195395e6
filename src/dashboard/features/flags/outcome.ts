import { ApiError } from '../../lib/api.ts';

/** A flag that was left as it is, and why. */
export interface Refusal {
  readonly key: string;
  readonly why: string;
}

/** What became of flags with which the same was to be done. */
export interface Outcome {
  readonly done: readonly string[];
  readonly refused: readonly Refusal[];
}

interface Answered<Answer> {
  /** Undefined where all are refused. */
  readonly answer: Answer | undefined;
  readonly refused: readonly Refusal[];
}

/**
 * Asks for many flags at once, which is all or nothing: those that a refusal names are left out, and it is asked for the
 * others. Throws for a refusal that names none.
 */
export async function askForAllowed<Answer>(
  keys: readonly string[],
  ask: (keys: readonly string[]) => Promise<Answer>,
): Promise<Answered<Answer>> {
  const refused: Refusal[] = [];
  for (let left = keys; left.length > 0; ) {
    try {
      return { answer: await ask(left), refused };
    } catch (error) {
      const named = refusalsOf(error, left);
      if (named.length === 0) throw error;
      refused.push(...named);
      left = left.filter((key) => named.every((each) => each.key !== key));
    }
  }
  return { answer: undefined, refused };
}

const place = /^keys\[(\d+)\]$/;

function refusalsOf(error: unknown, keys: readonly string[]): readonly Refusal[] {
  if (!(error instanceof ApiError)) return [];
  return error.problems.flatMap(({ path, message }) => {
    const key = keys[Number(place.exec(path)?.[1])];
    return key === undefined ? [] : [{ key, why: message }];
  });
}
