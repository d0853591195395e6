import { asUnit, ORGANISATION, USER } from '../context.ts';
import type { FlagScope } from '../prepare-scope.ts';
import { noDecision, type Step } from '../question.ts';
import type { Override } from '../snapshot.ts';
import type { Outcomes } from './outcomes.ts';

const SUBJECT = { user: USER, organisation: ORGANISATION };

/** Serves the overrides for one kind of subject. Of several for one subject the last one counts. */
export function prepareOverrides(kind: Override['scope'], scope: FlagScope): Step {
  const own = scope.flag.overrides.filter((override) => override.scope === kind);
  const description = () => `an override for the ${kind}`;
  const step = own.length === 0 ? noDecision : prepareLookup(kind, own, scope);
  return scope.trace({ kind: 'step', path: 'overrides', description }, step);
}

function prepareLookup(
  kind: Override['scope'],
  overrides: readonly Override[],
  { outcomes }: FlagScope,
): Step {
  const attribute = SUBJECT[kind];
  const bySubject = answersBySubject(overrides, outcomes);
  return (context, now) => {
    const subject = asUnit(context[attribute]);
    const override = subject === undefined ? undefined : bySubject.get(subject);
    return override !== undefined && now < override.expiresAt ? override.answer : undefined;
  };
}

function answersBySubject(overrides: readonly Override[], outcomes: Outcomes) {
  return new Map(
    overrides.map((override) => {
      const expiresAt = override.expiresAt ?? Infinity;
      return [override.subject, { answer: outcomes.overridden(override), expiresAt }];
    }),
  );
}
