import { prepareCondition } from '../conditions/condition.ts';
import { describeRule } from '../conditions/describe.ts';
import type { FlagDraft } from '../draft.ts';
import type { Step } from '../question.ts';
import type { Rule } from '../snapshot.ts';
import { prepareRollout } from './rollout.ts';

/** Matches on true alone. Those whom its rollout leaves out are left to the next rule. */
export function prepareRule(rule: Rule, path: string, flagDraft: FlagDraft): Step {
  const { id, when, rollout } = rule;
  const from = rule.from ?? -Infinity;
  const until = rule.until ?? Infinity;
  const draft = { ...flagDraft, bucketBy: rule.bucketBy ?? flagDraft.bucketBy };
  const matches = prepareCondition(when, `${path}.when`, draft);
  const outcomes = draft.outcomes.rule(id);
  const serve = prepareRollout(rollout, { draft, path: `${path}.rollout`, outcomes });
  return draft.watch({ kind: 'step', path, words: () => describeRule(rule) }, (context, now) => {
    if (now < from || now >= until || matches(context, now) !== true) return undefined;
    return serve(context, now);
  });
}
