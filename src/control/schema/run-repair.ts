import { sql } from 'drizzle-orm';
import type { RepairResult, RepairStatus } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { nameOf } from '../../schema/catalog/catalog.ts';
import { takeSchemaLock } from '../../schema/lock.ts';
import { recordBackupPoint } from '../../schema/repair/backup.ts';
import { type Diagnosis, diagnose } from '../../schema/repair/diagnose.ts';
import { type Mended, mend } from '../../schema/repair/mend.ts';
import { preflight } from '../../schema/repair/preflight.ts';
import { ControlError } from '../errors.ts';
import { salvage } from '../survivors/salvage.ts';
import { finishRepair } from './finish-repair.ts';
import { populate } from './populate.ts';
import { describeDiagnosis, describeMended } from './repair-result.ts';
import type { RepairRun } from './repair-run.ts';
import { findRepairRun, storeRepairRun } from './repair-runs.ts';
import { toSalvage, withSalvage } from './repair-salvage.ts';

interface Outcome {
  readonly result: RepairResult;
  /** What is to be published once this is committed. */
  readonly environmentKeys: readonly string[];
}

/** Everything that a repair does within its transaction, in its order. */
export async function runRepair(tx: Queryable, run: RepairRun): Promise<Outcome> {
  const { ctx, request, operationId, onStep } = run;
  const started = performance.now();
  const now = ctx.now().getTime();
  await tx.execute(bounds);
  if (!(await takeSchemaLock(tx))) throw isRunning();
  const earlier = await findRepairRun(tx, operationId);
  if (earlier) return { result: earlier, environmentKeys: [] };

  const { refusal, warnings } = await preflight(tx);
  if (refusal !== undefined) throw new ControlError('repair_refused', refusal);
  const diagnosis = await diagnose(tx, { now, allowLargeTables: request.allow_large_tables });
  assertOurs(diagnosis);
  assertApproved(diagnosis, request.plan_hash);
  const backup = await recordBackupPoint(tx, diagnosis.actual);
  const common = { operation_id: operationId, plan_hash: diagnosis.planHash, backup, warnings };
  const milliseconds = () => Math.round(performance.now() - started);
  if (request.mode === 'plan') {
    const created = diagnosis.plan.steps.map(({ objects: [first] }) => nameOf(first));
    const preview = await salvage(tx, toSalvage(run, created, { isWanted: false }));
    const planned = {
      ...common,
      status: 'planned',
      ...withSalvage(await describeDiagnosis(diagnosis), preview),
      warnings: [...warnings, ...preview.warnings],
    } as const;
    return { result: { ...planned, milliseconds: milliseconds() }, environmentKeys: [] };
  }

  const mended = await mend(tx, diagnosis, {
    now,
    onStep,
    populate: (steps) => populate(tx, run, steps),
  });
  const finished = await finishRepair(tx, { run, diagnosis, mended });
  const { salvaged } = mended.populated;
  const described = withSalvage(await describeMended(diagnosis, mended, finished), salvaged);
  const status = statusOf(mended, described);
  const result = {
    ...common,
    status,
    ...described,
    warnings: [...warnings, ...salvaged.warnings],
    milliseconds: milliseconds(),
  };
  if (status !== 'noop') await storeRepairRun(tx, { ctx, result });
  return { result, environmentKeys: finished.environmentKeys };
}

/** A table that is in use is not waited for: the repair gives up, and nothing has changed. */
const bounds = sql.raw(`set local lock_timeout = '2s'; set local statement_timeout = '30s';
  set local idle_in_transaction_session_timeout = '30s'`);

function statusOf(
  { steps, recorded, aligned }: Mended<unknown>,
  { seeded, restored, unresolved }: Pick<RepairResult, 'seeded' | 'restored' | 'unresolved'>,
): RepairStatus {
  const isChanged = [steps, recorded, aligned, seeded, restored].some(({ length }) => length > 0);
  if (!isChanged) return 'noop';
  return unresolved.length > 0 ? 'partial' : 'ok';
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

function assertApproved({ planHash }: Diagnosis, approved: string | undefined): void {
  if (approved === undefined || approved === planHash) return;
  throw new ControlError(
    'plan_changed',
    `The database has changed since this plan was made. Its plan is ${planHash} now: look at it, then apply that.`,
  );
}
