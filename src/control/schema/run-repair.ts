import type { RepairResult } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { recordBackupPoint } from '../../schema/repair/backup.ts';
import { build } from '../../schema/repair/build.ts';
import { conclude } from '../../schema/repair/conclude.ts';
import { findLostGrants } from '../../schema/repair/lost-grants.ts';
import { assertForeseen } from './assert-foreseen.ts';
import { finishRepair, isChange } from './finish-repair.ts';
import { listUnpublished } from './list-unpublished.ts';
import { type OpenedRepair, openRepair } from './open-repair.ts';
import { describeBackup, describeMended, describePlan } from './repair-result.ts';
import type { RepairRun } from './repair-run.ts';
import { storeRepairRun } from './repair-runs.ts';
import { withSalvage } from './repair-salvage.ts';
import { seedCritical } from './seed-critical.ts';

interface Outcome {
  readonly result: RepairResult;
  /** What is to be published once this is committed. */
  readonly environmentKeys: readonly string[];
}

/** Everything that a repair does within its transaction, in its order. */
export async function runRepair(tx: Queryable, run: RepairRun): Promise<Outcome> {
  const started = performance.now();
  const opened = await openRepair(tx, run);
  if ('earlier' in opened) {
    const { earlier } = opened;
    return { result: earlier, environmentKeys: await listUnpublished(tx, run, earlier) };
  }
  const backup = describeBackup(await recordBackupPoint(tx, opened.diagnosis));
  const { result, environmentKeys } =
    run.request.mode === 'plan'
      ? await showPlan(opened)
      : await carryOutPlan(tx, { run, opened, rowsBefore: backup.rows });
  const finished: RepairResult = {
    operation_id: run.operationId,
    ...result,
    plan_hash: opened.foresight.planHash,
    warnings: [...opened.warnings, ...result.warnings],
    milliseconds: Math.round(performance.now() - started),
    backup,
  };
  const isKept = finished.status === 'ok' || finished.status === 'partial';
  if (isKept) await storeRepairRun(tx, { ctx: run.ctx, result: finished });
  return { result: finished, environmentKeys };
}

/** What both answer; the rest is the same of every run. */
type Answer = Omit<RepairResult, 'operation_id' | 'plan_hash' | 'milliseconds' | 'backup'>;

interface Answered {
  readonly result: Answer;
  readonly environmentKeys: readonly string[];
}

async function showPlan({ diagnosis, foresight }: OpenedRepair): Promise<Answered> {
  const { salvaged } = foresight;
  const described = withSalvage(await describePlan(diagnosis, foresight), salvaged);
  const { actual: before, plan } = diagnosis;
  const created = plan.steps.map(({ objects: [first] }) => first);
  const warnings = [...findLostGrants({ before, created }), ...salvaged.warnings];
  return { result: { status: 'planned', ...described, warnings }, environmentKeys: [] };
}

interface Approved {
  readonly run: RepairRun;
  readonly opened: OpenedRepair;
  /** Of every table of ours. */
  readonly rowsBefore: Readonly<Record<string, number>>;
}

async function carryOutPlan(
  tx: Queryable,
  { run, opened, rowsBefore }: Approved,
): Promise<Answered> {
  const { diagnosis, foresight } = opened;
  const { actual: before } = diagnosis;
  const built = await build(tx, diagnosis, run);
  const seeding = await seedCritical(tx, { run, actual: before, built });
  const now = run.ctx.now().getTime();
  const mended = await conclude(tx, { diagnosis, built, rowsBefore, now });
  const repair = { run, planHash: foresight.planHash, mended, seeding };
  if (run.request.plan_hash !== undefined) assertForeseen(foresight, repair);
  const unresolved = await finishRepair(tx, repair);
  const { seeded, refilled, salvaged, environmentKeys } = seeding;
  const described = withSalvage(
    await describeMended(diagnosis, mended, { seeded, refilled, unresolved }),
    salvaged,
  );
  const isDone = described.unresolved.length === 0;
  const status = !isChange(repair) ? 'noop' : isDone ? 'ok' : 'partial';
  const created = mended.steps.map(({ objects: [first] }) => first);
  const lostGrants = findLostGrants({ before, created, after: mended.after });
  const warnings = [...lostGrants, ...salvaged.warnings];
  return { result: { status, ...described, warnings }, environmentKeys };
}
