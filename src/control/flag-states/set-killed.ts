import { revised } from '../../db/columns.ts';
import { featureFlagEnvironments } from '../../db/feature-flags.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { flagStateResource } from './flag-state-resource.ts';
import { type FlagStateRow, isFlagState } from './flag-state-row.ts';

interface Killing {
  readonly isKilled: boolean;
  readonly reason: string;
}

/** Stops a flag whose lock the transaction holds, or ends that. Neither can break a flag. */
export async function setKilled(
  { tx, audit, touch }: UnitOfWork,
  before: FlagStateRow,
  { isKilled, reason }: Killing,
) {
  if (before.isKilled === isKilled) return flagStateResource(before);
  const target = { flag: before.flagKey, environment: before.environmentKey };
  const after = exactlyOne(
    await tx
      .update(featureFlagEnvironments)
      .set({ isKilled, ...revised(featureFlagEnvironments) })
      .where(isFlagState(target))
      .returning(),
  );
  const [from, to] = [flagStateResource(before), flagStateResource(after)];
  touch(target.environment);
  audit({
    action: isKilled ? 'flag_state.stop' : 'flag_state.resume',
    target: target.flag,
    environmentKey: target.environment,
    before: from,
    after: { ...to, reason },
  });
  return to;
}
