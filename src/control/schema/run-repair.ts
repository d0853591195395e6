import type { RepairResult } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { nameOf } from '../../schema/catalog/catalog.ts';
import { recordBackupPoint } from '../../schema/repair/backup.ts';
import { build } from '../../schema/repair/build.ts';
import { conclude } from '../../schema/repair/conclude.ts';
import { salvage } from '../survivors/salvage.ts';
import { finishRepair, isChange } from './finish-repair.ts';
import { openRepair } from './open-repair.ts';
import { describeDiagnosis, describeMended } from './repair-result.ts';
import type { RepairRun } from './repair-run.ts';
import { storeRepairRun } from './repair-runs.ts';
import { toSalvage, withSalvage } from './repair-salvage.ts';
import { seedCritical } from './seed-critical.ts';

interface Outcome {
  readonly result: RepairResult;
  /** What is to be published once this is committed. */
  readonly environmentKeys: readonly string[];
}

/** Everything that a repair does within its transaction, in its order. */
export async function runRepair(tx: Queryable, run: RepairRun): Promise<Outcome> {
  const { ctx, request, operationId } = run;
  const started = performance.now();
  const opened = await openRepair(tx, run);
  if ('earlier' in opened) return { result: opened.earlier, environmentKeys: [] };

  const { diagnosis, warnings } = opened;
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

  const built = await build(tx, diagnosis, run);
  const seeding = await seedCritical(tx, { run, built });
  const mended = await conclude(tx, { diagnosis, built, now: ctx.now().getTime() });
  const unresolved = await finishRepair(tx, { run, diagnosis, mended, seeding });
  const finished = { seeded: seeding.seeded, unresolved };
  const { salvaged } = seeding;
  const described = withSalvage(await describeMended(diagnosis, mended, finished), salvaged);
  const isDone = described.unresolved.length === 0;
  const status = !isChange({ mended, seeding }) ? 'noop' : isDone ? 'ok' : 'partial';
  const result: RepairResult = {
    ...common,
    status,
    ...described,
    warnings: [...warnings, ...salvaged.warnings],
    milliseconds: milliseconds(),
  };
  if (status !== 'noop') await storeRepairRun(tx, { ctx, result });
  return { result, environmentKeys: seeding.environmentKeys };
}
