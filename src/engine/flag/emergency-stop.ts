import type { FlagScope } from '../prepare-scope.ts';
import { always, noDecision, type Step } from '../question.ts';

/** The emergency stop, which ends every decision. */
export function prepareStop({ flag, outcomes, trace }: FlagScope): Step {
  const step = flag.killed ? always(outcomes.disabled()) : noDecision;
  return trace({ kind: 'step', path: 'killed', description: () => 'the emergency stop' }, step);
}
