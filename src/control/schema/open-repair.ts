import type { RepairResult } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { schemaPolicy } from '../../resource-policy.ts';
import { takeSchemaLock } from '../../schema/lock.ts';
import { preflight } from '../../schema/preflight.ts';
import { type Diagnosis, diagnose } from '../../schema/repair/diagnose.ts';
import { ControlError } from '../errors.ts';
import { type Foresight, foresee } from './foresee.ts';
import type { RepairRun } from './repair-run.ts';
import { findRepairRun } from './repair-runs.ts';
import { announceRun } from './running-repair.ts';

export interface OpenedRepair {
  readonly diagnosis: Diagnosis;
  readonly foresight: Foresight;
  readonly warnings: readonly string[];
}

/**
 * Everything that can keep a repair from changing anything, asked before it does. Holds the lock to
 * the end of the transaction.
 */
export async function openRepair(
  tx: Queryable,
  run: RepairRun,
): Promise<OpenedRepair | { readonly earlier: RepairResult }> {
  const { ctx, request, operationId } = run;
  if (!(await takeSchemaLock(tx, schemaPolicy.repair))) throw isRunning();
  await announceRun(tx, operationId);
  const earlier = await findRepairRun(tx, operationId);
  if (earlier) return { earlier };
  const { refusal, warnings } = await preflight(tx, ctx.database.host);
  if (refusal !== undefined) throw new ControlError('repair_refused', refusal);
  const diagnosis = await diagnose(tx, {
    now: ctx.now().getTime(),
    allowLargeTables: request.allow_large_tables,
    expected: run.expected,
  });
  assertOurs(diagnosis);
  const foresight = await foresee(tx, run, diagnosis);
  assertApproved(foresight, request.plan_hash);
  return { diagnosis, foresight, warnings };
}

const isRunning = () =>
  new ControlError(
    'repair_running',
    'A repair or a migration is running just now. Ask again in a few seconds.',
  );

function assertOurs({ truth }: Diagnosis): void {
  if (truth.records.newer.length === 0) return;
  throw new ControlError(
    'database_is_newer',
    'The database records a migration that is newer than this code. Repair it with the code that made it: deploy that version, or let its "burgee repair" do it.',
  );
}

function assertApproved({ planHash }: Foresight, approved: string | undefined): void {
  if (approved === undefined || approved === planHash) return;
  throw new ControlError(
    'plan_changed',
    `The database, or what is published, has changed since this plan was made, or it was asked with other settings. The plan is ${planHash} now: look at it, then apply that.`,
  );
}
