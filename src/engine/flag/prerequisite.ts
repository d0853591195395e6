import { prepareCondition } from '../conditions/condition.ts';
import type { FlagScope } from '../prepare-scope.ts';
import type { Step } from '../question.ts';
import type { Prerequisite } from '../snapshot.ts';

/** Ends the decision where the other flag does not serve what it has to; see `FlagTest`. */
export function preparePrerequisite(
  prerequisite: Prerequisite,
  path: string,
  scope: FlagScope,
): Step {
  const isMet = prepareCondition(prerequisite, path, scope);
  const unmet = scope.outcomes.unmet(prerequisite);
  const description = () => `the prerequisite ${prerequisite.flag}`;
  return scope.trace({ kind: 'step', path, description }, (context, now) =>
    isMet(context, now) === true ? undefined : unmet,
  );
}
