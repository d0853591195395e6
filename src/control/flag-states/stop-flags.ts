import type { PlanResource } from '../../contract/fields/plan.ts';
import { type StopFlagsInput, stopFlagsInput } from '../../contract/flags/flag-switch.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { rehearse } from '../rehearse.ts';
import { setStates } from './set-states.ts';

interface Input {
  readonly environment: string;
  readonly stop: StopFlagsInput;
}

/** The emergency stop of many flags of one environment at once. Nobody has to have looked first. */
export async function stopFlags({ ctx, input }: VerbCall<Input>): Promise<PlanResource> {
  authorise(ctx, 'editor');
  const { reason, dry_run: dryRun, ...selection } = parseInput(stopFlagsInput, input.stop);
  const run = dryRun ? rehearse : mutate;
  return run(ctx, (unit) =>
    setStates(unit, {
      environment: input.environment,
      selection,
      set: { isKilled: true },
      action: 'flag_state.stop',
      reason,
      dryRun,
      planHash: '*',
    }),
  );
}
