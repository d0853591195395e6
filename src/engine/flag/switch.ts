import type { FlagScope } from '../prepare-scope.ts';
import { always, noDecision, type Step } from '../question.ts';

/** The switch, which ends the decision where no override did. */
export function prepareSwitch({ flag, outcomes, trace }: FlagScope): Step {
  const step = flag.on ? noDecision : always(outcomes.disabled());
  return trace({ kind: 'step', path: 'on', description: () => 'the switch' }, step);
}
