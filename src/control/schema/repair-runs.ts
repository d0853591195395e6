import { eq } from 'drizzle-orm';
import type { RepairResult } from '../../contract/health/repair.ts';
import { attempt } from '../../db/attempt.ts';
import type { Queryable } from '../../db/connect.ts';
import { repairRuns } from '../../db/repair-runs.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { ControlContext } from '../context.ts';

/** What came of the repair with this id; undefined also where its table is not there. */
export async function findRepairRun(
  tx: Queryable,
  operationId: string,
): Promise<RepairResult | undefined> {
  const found = await attempt(tx, () =>
    tx
      .select({ result: repairRuns.result })
      .from(repairRuns)
      .where(eq(repairRuns.operationId, operationId)),
  );
  const [row] = 'result' in found ? found.result : [];
  return row && (row.result as unknown as RepairResult);
}

/** Where that table cannot be mended, the answer is not kept, and a second call looks anew. */
export async function storeRepairRun(
  tx: Queryable,
  { ctx, result }: { ctx: ControlContext; result: RepairResult },
): Promise<void> {
  const { operation_id: operationId, status } = result;
  const row = { operationId, status, actor: ctx.actor.id, result: asJson(result) };
  await attempt(tx, () => tx.insert(repairRuns).values(row));
}

const asJson = (result: RepairResult): JsonObject => JSON.parse(JSON.stringify(result));
