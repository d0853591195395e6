import type { Queryable } from '../../db/connect.ts';
import type { AppliedStep } from '../../schema/repair/apply-steps.ts';
import { type Attempt, attempt } from '../../schema/repair/attempt.ts';
import { appendAudit } from '../audit.ts';
import { carryOut } from '../mutate.ts';
import { type Seeded, seed, seedNothing } from '../seed.ts';
import { salvage } from '../survivors/salvage.ts';
import type { SalvageOutcome } from '../survivors/salvage-outcome.ts';
import type { RepairRun } from './repair-run.ts';
import { toSalvage } from './repair-salvage.ts';

/** What was written into the tables, or why it could not be. */
export interface Populated {
  readonly chain: Attempt<void>;
  /** What became of flags that were lost and are still published. */
  readonly salvaged: SalvageOutcome;
  readonly seeding: Attempt<Seeded>;
}

/**
 * Begins the audit chain anew where it was lost with its table, puts back what is still published,
 * and seeds what is critical, unless it is open what else is to be there.
 */
export async function populate(
  tx: Queryable,
  run: RepairRun,
  steps: readonly AppliedStep[],
): Promise<Populated> {
  const { ctx, operationId } = run;
  const created = steps.map(({ object }) => object);
  const restart = {
    action: 'audit.restart',
    target: 'audit_logs',
    after: { reason: 'the table was lost, and the chain with it', operation_id: operationId },
  };
  const restarts = created.includes('table audit_logs') ? [restart] : [];
  const chain = await attempt(tx, () => appendAudit(tx, ctx, restarts));
  const salvaged = await salvage(tx, toSalvage(run, created));
  const work = salvaged.isOpen ? seedNothing : seed;
  return { chain, salvaged, seeding: await attempt(tx, () => carryOut(tx, { ctx, work })) };
}
