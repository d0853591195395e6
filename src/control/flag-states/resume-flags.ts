import type { PlanResource } from '../../contract/fields/plan.ts';
import { type ResumeFlagsInput, resumeFlagsInput } from '../../contract/flags/flag-switch.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { rehearse } from '../rehearse.ts';
import { setStates } from './set-states.ts';

interface Input {
  readonly environment: string;
  readonly resume: ResumeFlagsInput;
}

/** Ends the emergency stop of many flags; a dry run tells which are stopped by now. */
export async function resumeFlags({ ctx, input }: VerbCall<Input>): Promise<PlanResource> {
  authorise(ctx, 'editor');
  const wanted = parseInput(resumeFlagsInput, input.resume);
  const { reason, dry_run: dryRun, plan_hash: planHash, ...selection } = wanted;
  const run = dryRun ? rehearse : mutate;
  return run(ctx, (unit) =>
    setStates(unit, {
      environment: input.environment,
      selection,
      set: { isKilled: false },
      action: 'flag_state.resume',
      reason,
      dryRun,
      planHash,
    }),
  );
}
