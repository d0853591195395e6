import { prepareCondition } from '../conditions/condition.ts';
import type { FlagScope } from '../prepare-scope.ts';
import type { Step } from '../question.ts';
import type { Rule } from '../snapshot.ts';
import { formatInstant } from '../values/instant.ts';
import { formatPercent } from '../values/percent.ts';
import { prepareRollout } from './rollout.ts';

/**
 * Matches on true alone, and at no instant (NaN) never. Those whom its rollout leaves out are left to
 * the next rule.
 */
export function prepareRule(rule: Rule, path: string, flagScope: FlagScope): Step {
  const scope = { ...flagScope, bucketBy: rule.bucketBy ?? flagScope.bucketBy };
  const description = () => describeRule(rule);
  return scope.trace({ kind: 'step', path, description }, prepareBare(rule, path, scope));
}

function prepareBare({ id, when, rollout, ...window }: Rule, path: string, scope: FlagScope): Step {
  const from = window.from ?? -Infinity;
  const until = window.until ?? Infinity;
  const matches = prepareCondition(when, `${path}.when`, scope);
  const outcomes = scope.outcomes.rule(id);
  const serve = prepareRollout(rollout, { scope, path: `${path}.rollout`, outcomes });
  return (context, now) => {
    const isOpen = now >= from && now < until;
    return isOpen && matches(context, now) === true ? serve(context, now) : undefined;
  };
}

function describeRule({ id, rollout, from, until }: Rule): string {
  const start = typeof from === 'number' ? `, from ${formatInstant(from)}` : '';
  const end = typeof until === 'number' ? `, until ${formatInstant(until)}` : '';
  return `rule ${id}, for ${formatPercent(rollout.millipercent)}${start}${end}`;
}
