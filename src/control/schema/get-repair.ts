import type { RepairResult } from '../../contract/repair.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { findRepairRun } from './repair-runs.ts';

/** What came of a repair. Throws `not_found` for one that was not committed, or did nothing. */
export async function getRepair({ ctx, input }: VerbCall<{ id: string }>): Promise<RepairResult> {
  authorise(ctx, 'admin');
  const result = await ctx.database.transaction((tx) => findRepairRun(tx, input.id));
  if (result === undefined) throw notFound(`repair "${input.id}"`);
  return result;
}
