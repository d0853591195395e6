import type { RepairResult, RunningRepair } from '../../contract/health/repair.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { ControlError } from '../errors.ts';
import { findRepairRun } from './repair-runs.ts';
import { findRunningRepair } from './running-repair.ts';

/** What came of a repair, or how far it is. Throws `not_found` for one that was not committed. */
export async function getRepair({
  ctx,
  input: { id },
}: VerbCall<{ id: string }>): Promise<RepairResult | RunningRepair> {
  authorise(ctx, 'admin', 'or by secret');
  // In this order, as one that ends in between has been committed by then.
  const running = await findRunningRepair(ctx.database.current, id);
  if (running !== undefined) return running;
  const result = await ctx.database.transaction((tx) => findRepairRun(tx, id));
  if (result !== undefined) return result;
  throw new ControlError(
    'not_found',
    `There is no repair "${id}": it has not begun, had nothing to do, or was rolled back. To send it with this operation id is safe in each case.`,
  );
}
