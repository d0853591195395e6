import { ORGANISATION, readUnit, USER } from './context.ts';
import type { Outcomes } from './outcomes.ts';
import type { Step } from './question.ts';
import type { Override } from './snapshot.ts';

const SUBJECT_OF = { user: USER, organisation: ORGANISATION };

/** Serves the overrides of one scope. Of several for one subject the last one counts. */
export function prepareOverrides(
  scope: Override['scope'],
  overrides: readonly Override[],
  outcomes: Outcomes,
): Step | undefined {
  const own = overrides.filter((override) => override.scope === scope);
  if (own.length === 0) return undefined;
  const bySubject = new Map(
    own.map((override) => [
      override.subject,
      { answer: outcomes.overridden(override), expiresAt: override.expiresAt ?? Infinity },
    ]),
  );
  return (context, now) => {
    const subject = readUnit(context, SUBJECT_OF[scope]);
    const override = subject === undefined ? undefined : bySubject.get(subject);
    return override !== undefined && now < override.expiresAt ? override.answer : undefined;
  };
}
