import type * as z from 'zod';
import type { updateFlagStateInput } from '../../contract/flags/flag-state.ts';
import { revised } from '../../db/columns.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { exactlyOne } from '../exactly-one.ts';
import { keepServable } from '../keep-servable.ts';
import type { UnitOfWork } from '../mutate.ts';
import { flagStateResource } from './flag-state-resource.ts';
import { type FlagStateRow, isFlagState } from './flag-state-row.ts';

export type FlagStateChange = z.output<typeof updateFlagStateInput>;

/** Changes the state of a flag that the transaction has locked. Throws `invalid_input`, having written. */
export async function changeFlagState(
  { tx, audit, touch }: UnitOfWork,
  before: FlagStateRow,
  change: FlagStateChange,
) {
  const target = { flag: before.flagKey, environment: before.environmentKey };
  const after = await keepServable(tx, [target.environment], async () =>
    exactlyOne(
      await tx
        .update(featureFlagEnvironments)
        .set({ ...toColumns(change), ...revised(featureFlagEnvironments) })
        .where(isFlagState(target))
        .returning(),
    ),
  );
  touch(target.environment);
  const [from, to] = [flagStateResource(before), flagStateResource(after)];
  audit({
    action: 'flag_state.update',
    target: target.flag,
    environmentKey: target.environment,
    before: from,
    after: to,
  });
  return to;
}

/** Absent properties stay absent, so that the update leaves their columns alone. */
const toColumns = (change: FlagStateChange) => ({
  isEnabled: change.is_enabled,
  isKilled: change.is_killed,
  rolloutPercentage: change.rollout_percentage,
  split: change.split,
  rules: change.rules,
  prerequisites: change.prerequisites,
  salt: change.salt,
  bucketBy: change.bucket_by,
});
