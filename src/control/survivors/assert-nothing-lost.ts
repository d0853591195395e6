import { seedEnvironments } from '../../db/seeds.ts';
import type { ControlContext } from '../context.ts';
import { ControlError } from '../errors.ts';
import { offerOf } from './describe-losses.ts';
import { findLosses } from './find-losses.ts';
import { findPresentRows } from './present-rows.ts';
import { readSurvivors } from './read-survivors.ts';

const seededKeys: readonly string[] = seedEnvironments.map(({ key }) => key);

/**
 * Throws `publish_failed` where the database lacks what is published of an environment that it knows
 * or should know: seeds would take the place of what was lost. Passes where that cannot be learnt.
 */
export async function assertNothingLost(ctx: ControlContext): Promise<void> {
  const published = await readSurvivors(ctx);
  if (published.survivors.length === 0) return;
  const losses = await ctx.database.transaction(async (tx) =>
    findLosses(tx, { published, createdTables: new Set(), present: await findPresentRows(tx) }),
  );
  const ours = losses.filter(
    ({ isUnknown, environment }) => !isUnknown || seededKeys.includes(environment.key),
  );
  if (ours.length === 0) return;
  const lost = ours.map(offerOf).map(({ object, reason }) => `${object}: ${reason}`);
  throw new ControlError(
    'publish_failed',
    `Nothing was seeded or published. ${lost.join('. ')}. To have them back: POST /admin/repair`,
  );
}
