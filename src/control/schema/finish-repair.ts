import type { UnresolvedItem } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { type Attempt, attempt } from '../../schema/repair/attempt.ts';
import type { Diagnosis } from '../../schema/repair/diagnose.ts';
import type { Mended } from '../../schema/repair/mend.ts';
import { appendAudit } from '../audit.ts';
import { carryOut } from '../mutate.ts';
import { seed, seedNothing } from '../seed.ts';
import { salvage } from '../survivors/salvage.ts';
import type { SalvageOutcome } from '../survivors/salvage-outcome.ts';
import { mendAgain } from './mend-again.ts';
import type { RepairRun } from './repair-run.ts';
import { toSalvage, withoutHeldBack } from './repair-salvage.ts';
import { findUnreadable } from './verify-application.ts';

/** What a repair does beyond the schema. */
export interface Finished {
  readonly seeded: readonly string[];
  readonly environmentKeys: readonly string[];
  /** What could not be done, as tables it needs are not as expected. */
  readonly unresolved: readonly UnresolvedItem[];
  /** What became of flags that were lost and are still published. */
  readonly salvage: SalvageOutcome;
  readonly mended: Mended;
}

interface Repair {
  readonly run: RepairRun;
  readonly diagnosis: Diagnosis;
  readonly mended: Mended;
}

/**
 * Seeds what is critical, asks the application's own queries, and writes the audit entry. Where a
 * named obstacle explains why one of them fails, it becomes an item of its own; where nothing does,
 * the repair fails.
 */
export async function finishRepair(tx: Queryable, repair: Repair): Promise<Finished> {
  const { ctx } = repair.run;
  const unresolved: UnresolvedItem[] = [];
  const leave = (item: UnresolvedItem) => {
    if (repair.mended.obstacles.length === 0) throw new Error(`${item.object}: ${item.reason}`);
    unresolved.push(item);
  };
  const explained = <Result>(object: string, outcome: Attempt<Result>): Result | undefined => {
    if ('result' in outcome) return outcome.result;
    const { message, code } = outcome.refusal;
    leave({ object, reason: message, sqlstate: code });
    return undefined;
  };
  if (wasLost(repair.mended, 'audit_logs')) {
    explained('audit chain', await attempt(tx, () => appendAudit(tx, ctx, [restarted(repair)])));
  }
  const created = repair.mended.steps.map(({ object }) => object);
  const salvaged = await salvage(tx, toSalvage(repair.run, created));
  const isRestored = salvaged.restored.length > 0;
  const mended = isRestored ? await mendAgain(tx, repair) : repair.mended;
  const work = salvaged.isOpen ? seedNothing : seed;
  const seeded = explained('critical flags', await attempt(tx, () => carryOut(tx, { ctx, work })));
  if (!salvaged.isOpen) {
    const unreadable = explained(APPLICATION, await attempt(tx, () => findUnreadable(tx)));
    if (unreadable !== undefined) leave({ object: APPLICATION, reason: unreadable });
  }
  if (isChange(mended) || (seeded?.added.length ?? 0) > 0) {
    explained(
      'audit entry',
      await attempt(tx, () => appendAudit(tx, ctx, [entry({ ...repair, mended })])),
    );
  }
  return {
    mended,
    seeded: seeded?.added ?? [],
    environmentKeys: withoutHeldBack(seeded?.environmentKeys ?? [], salvaged),
    unresolved,
    salvage: salvaged,
  };
}

const APPLICATION = 'flags, as the application reads them';

const wasLost = ({ steps }: Mended, table: string) =>
  steps.some(({ object }) => object === `table ${table}`);

const isChange = ({ steps, recorded, aligned }: Mended) =>
  steps.length + recorded.length + aligned.length > 0;

const restarted = ({ run }: Repair) => ({
  action: 'audit.restart',
  target: 'audit_logs',
  after: { reason: 'the table was lost with the chain before', operation_id: run.operationId },
});

const entry = ({ run, diagnosis, mended }: Repair) => ({
  action: 'schema.repair',
  target: run.operationId,
  after: {
    plan_hash: diagnosis.planHash,
    steps: mended.steps.map(({ statement }) => statement),
    recorded: mended.recorded,
  },
});
