import type { FlagDraft } from '../draft.ts';
import { always, pass, type Step } from '../question.ts';

/** The emergency stop, which ends every decision. */
export function prepareStop({ flag, outcomes, watch }: FlagDraft): Step {
  const step = flag.killed ? always(outcomes.disabled()) : pass;
  return watch({ kind: 'step', path: 'killed', words: () => 'the emergency stop' }, step);
}

/** The switch, which ends the decision where no override did. */
export function prepareSwitch({ flag, outcomes, watch }: FlagDraft): Step {
  const step = flag.on ? pass : always(outcomes.disabled());
  return watch({ kind: 'step', path: 'on', words: () => 'the switch' }, step);
}
