import type { Queryable } from '../../db/connect.ts';
import type { AppliedStep } from '../../schema/repair/apply-steps.ts';
import { type Attempt, attempt } from '../../schema/repair/attempt.ts';
import { appendAudit } from '../audit.ts';
import { carryOut } from '../mutate.ts';
import { type Seeded, seed } from '../seed.ts';
import type { RepairRun } from './repair-run.ts';

/** What was written into the tables, or why it could not be. */
export interface Populated {
  readonly chain: Attempt<unknown>;
  readonly seeding: Attempt<Seeded>;
}

/** Begins the audit chain anew where it was lost with its table, and seeds what is critical. */
export async function populate(
  tx: Queryable,
  { ctx, operationId }: RepairRun,
  steps: readonly AppliedStep[],
): Promise<Populated> {
  const isChainLost = steps.some(({ object }) => object === 'table audit_logs');
  const restart = {
    action: 'audit.restart',
    target: 'audit_logs',
    after: { reason: 'the table was lost, and the chain with it', operation_id: operationId },
  };
  const chain = await attempt(tx, () => appendAudit(tx, ctx, isChainLost ? [restart] : []));
  return { chain, seeding: await attempt(tx, () => carryOut(tx, { ctx, work: seed })) };
}
