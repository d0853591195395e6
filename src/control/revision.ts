import { ControlError } from './errors.ts';

/** The revision that a writer has read; `*` overwrites whatever is there, on purpose. */
export type ExpectedRevision = number | '*' | undefined;

/** Throws unless the writer has seen the row as it is now, so that no change is lost unseen. */
export function assertRevision(current: number, expected: ExpectedRevision): void {
  if (expected === '*' || expected === current) return;
  if (expected === undefined) {
    throw new ControlError(
      'precondition_required',
      `Name the revision that you have read; it is ${current} now.`,
    );
  }
  throw new ControlError(
    'precondition_failed',
    `Somebody changed this after you read it: revision ${expected} was expected, ${current} is there. Read it again, then repeat your change.`,
  );
}

/** Throws where a writer expects a revision of something that is gone. */
export function assertNoneExpected(expected: ExpectedRevision): void {
  if (expected === undefined || expected === '*') return;
  throw new ControlError(
    'precondition_failed',
    `Somebody deleted this after you read it: revision ${expected} was expected, nothing is there.`,
  );
}
