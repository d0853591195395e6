import { asUnit, ORGANISATION, USER } from '../context.ts';
import type { FlagDraft } from '../draft.ts';
import { pass, type Step } from '../question.ts';
import type { Override } from '../snapshot.ts';

const SUBJECT = { user: USER, organisation: ORGANISATION };

/** Serves the overrides of one scope. Of several for one subject the last one counts. */
export function prepareOverrides(scope: Override['scope'], draft: FlagDraft): Step {
  const own = draft.flag.overrides.filter((override) => override.scope === scope);
  const words = () => `an override for the ${scope}`;
  const step = own.length === 0 ? pass : prepareLookup(scope, own, draft);
  return draft.watch({ kind: 'step', path: 'overrides', words }, step);
}

function prepareLookup(
  scope: Override['scope'],
  overrides: readonly Override[],
  { outcomes }: FlagDraft,
): Step {
  const attribute = SUBJECT[scope];
  const bySubject = new Map(
    overrides.map((override) => {
      const expiresAt = override.expiresAt ?? Infinity;
      return [override.subject, { answer: outcomes.overridden(override), expiresAt }];
    }),
  );
  return (context, now) => {
    const subject = asUnit(context[attribute]);
    const override = subject === undefined ? undefined : bySubject.get(subject);
    return override !== undefined && now < override.expiresAt ? override.answer : undefined;
  };
}
