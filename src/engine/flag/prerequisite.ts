import { prepareCondition } from '../conditions/condition.ts';
import type { FlagDraft } from '../draft.ts';
import type { Step } from '../question.ts';
import type { Prerequisite } from '../snapshot.ts';

/** Ends the decision where the other flag does not serve what it has to; see `FlagTest`. */
export function preparePrerequisite(
  prerequisite: Prerequisite,
  path: string,
  draft: FlagDraft,
): Step {
  const isMet = prepareCondition(prerequisite, path, draft);
  const unmet = draft.outcomes.unmet(prerequisite);
  const words = () => `the prerequisite ${prerequisite.flag}`;
  return draft.watch({ kind: 'step', path, words }, (context, now) =>
    isMet(context, now) === true ? undefined : unmet,
  );
}
