import type { PlanResource } from '../../contract/fields/plan.ts';
import { type SwitchFlagsInput, switchFlagsInput } from '../../contract/flags/flag-switch.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { rehearse } from '../rehearse.ts';
import { setStates } from './set-states.ts';

interface Input {
  readonly environment: string;
  readonly switch: SwitchFlagsInput;
}

/** Switches many flags of one environment on or off, in one transaction. */
export async function switchFlags({ ctx, input }: VerbCall<Input>): Promise<PlanResource> {
  authorise(ctx, 'editor');
  const wanted = parseInput(switchFlagsInput, input.switch);
  const { is_enabled: isEnabled, dry_run: dryRun, plan_hash: planHash, ...selection } = wanted;
  const run = dryRun ? rehearse : mutate;
  return run(ctx, (unit) =>
    setStates(unit, {
      environment: input.environment,
      selection,
      set: { isEnabled },
      action: 'flag_state.switch',
      dryRun,
      planHash,
    }),
  );
}
