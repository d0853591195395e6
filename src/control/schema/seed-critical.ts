import type { UnresolvedItem } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import type { Built } from '../../schema/repair/build.ts';
import { appendAudit } from '../audit.ts';
import { carryOut } from '../mutate.ts';
import { seed } from '../seed.ts';
import { attemptPart } from './attempt-part.ts';
import type { RepairRun } from './repair-run.ts';

export interface Seeding {
  readonly seeded: readonly string[];
  /** Of all environments, new or not. */
  readonly environmentKeys: readonly string[];
  /** What could not be done, as tables it needs are not as expected. */
  readonly unresolved: readonly UnresolvedItem[];
}

/** Brings back what is critical. An audit log that was lost starts anew, and says so first. */
export async function seedCritical(
  tx: Queryable,
  { run, built }: { readonly run: RepairRun; readonly built: Built },
): Promise<Seeding> {
  const wasLost = built.steps.some(({ object }) => object === 'table audit_logs');
  const restart = await attemptPart(tx, 'audit chain', async () => {
    if (wasLost) await appendAudit(tx, run.ctx, [restarted(run)]);
  });
  const seeding = await attemptPart(tx, 'critical flags', () =>
    carryOut(tx, { ctx: run.ctx, work: seed }),
  );
  return {
    seeded: seeding.result?.added ?? [],
    environmentKeys: seeding.result?.environmentKeys ?? [],
    unresolved: [...restart.unresolved, ...seeding.unresolved],
  };
}

const restarted = ({ operationId }: RepairRun) => ({
  action: 'audit.restart',
  target: 'audit_logs',
  after: { reason: 'the table was lost with the chain before', operation_id: operationId },
});
