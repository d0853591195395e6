import { type UpdateFlagStateInput, updateFlagStateInput } from '../../contract/flag-state.ts';
import { revised } from '../../db/columns.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { flagStateResource } from './flag-state-resource.ts';
import { type FlagStateTarget, getFlagStateRow, isFlagState } from './flag-state-row.ts';

interface Input extends FlagStateTarget {
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateFlagStateInput;
}

/** Switch, emergency stop, rollout, rules: what a flag does in one environment. */
export async function updateFlagState({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const change = toColumns(parseInput(updateFlagStateInput, input.change));
  return mutate(ctx, async ({ tx, audit, touch }) => {
    await getFlagForUpdate(tx, input.flag);
    const before = await getFlagStateRow(tx, input);
    assertRevision(before.revision, input.expectedRevision);
    const after = await keepServable(tx, [input.environment], async () =>
      exactlyOne(
        await tx
          .update(featureFlagEnvironments)
          .set({ ...change, ...revised(featureFlagEnvironments) })
          .where(isFlagState(input))
          .returning(),
      ),
    );
    touch(input.environment);
    const [from, to] = [flagStateResource(before), flagStateResource(after)];
    audit({
      action: 'flag_state.update',
      target: input.flag,
      environmentKey: input.environment,
      before: from,
      after: to,
    });
    return to;
  });
}

/** Absent properties stay absent, so that the update leaves their columns alone. */
const toColumns = (change: ReturnType<typeof updateFlagStateInput.parse>) => ({
  isEnabled: change.is_enabled,
  isKilled: change.is_killed,
  rolloutPercentage: change.rollout_percentage,
  split: change.split,
  rules: change.rules,
  prerequisites: change.prerequisites,
  salt: change.salt,
  bucketBy: change.bucket_by,
});
