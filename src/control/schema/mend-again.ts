import type { Queryable } from '../../db/connect.ts';
import { diagnose } from '../../schema/repair/diagnose.ts';
import { type Mended, mend } from '../../schema/repair/mend.ts';
import type { RepairRun } from './repair-run.ts';

/** A second look once rows are restored: theirs may be all that a foreign key was waiting for. */
export async function mendAgain(
  tx: Queryable,
  { run, mended }: { readonly run: RepairRun; readonly mended: Mended },
): Promise<Mended> {
  if (mended.obstacles.length === 0) return mended;
  const now = run.ctx.now().getTime();
  const { allow_large_tables: allowLargeTables } = run.request;
  const diagnosis = await diagnose(tx, { now, allowLargeTables });
  const again = await mend(tx, diagnosis, { now, onStep: run.onStep });
  return {
    ...again,
    steps: [...mended.steps, ...again.steps],
    recorded: [...mended.recorded, ...again.recorded],
    aligned: [...mended.aligned, ...again.aligned],
  };
}
