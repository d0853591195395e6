import type { UnresolvedItem } from '../../contract/health/repair.ts';
import { attempt } from '../../db/attempt.ts';
import { findRefusal, type Refusal } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import { ControlError } from '../errors.ts';

interface Part<Result> {
  readonly result?: Result;
  readonly unresolved: readonly UnresolvedItem[];
}

/** What a damaged database refuses becomes an item of its own, and nothing of it has happened. */
export async function attemptPart<Result>(
  tx: Queryable,
  object: string,
  part: () => Promise<Result>,
): Promise<Part<Result>> {
  const outcome = await attempt(tx, part, explainRefusal);
  if ('result' in outcome) return { result: outcome.result, unresolved: [] };
  const { message, code } = outcome.refusal;
  return { unresolved: [{ object, reason: message, sqlstate: code }] };
}

/** A row that was just written and is not there: a trigger may have taken it. */
export function explainRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof ControlError)) return findRefusal(error);
  return { code: noDataFound, message: error.message };
}

const noDataFound = 'P0002';
