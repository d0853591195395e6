import type { UnresolvedItem } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import type { Mended } from '../../schema/repair/conclude.ts';
import { type AuditEntry, appendAudit } from '../audit.ts';
import { queueDeliveries } from '../webhooks/queue-deliveries.ts';
import { attemptPart } from './attempt-part.ts';
import type { RepairRun } from './repair-run.ts';
import type { Seeding } from './seed-critical.ts';

interface Repair {
  readonly run: RepairRun;
  readonly planHash: string;
  readonly mended: Mended;
  readonly seeding: Seeding;
}

/**
 * Writes the audit entry. Returns what could not be done beyond the schema. Where nothing that is left of
 * the schema's damage explains it, the repair fails.
 */
export async function finishRepair(
  tx: Queryable,
  repair: Repair,
): Promise<readonly UnresolvedItem[]> {
  const { run, mended, seeding } = repair;
  const entries = isChange(repair) ? [entry(repair)] : [];
  const attemptWith = (object: string, part: () => Promise<unknown>) =>
    entries.length > 0 ? attemptPart(tx, object, part) : { unresolved: [] };
  const telling = await attemptWith('deliveries to webhooks', () =>
    queueDeliveries(tx, run.ctx, entries),
  );
  const writing = await attemptWith('audit entry', () => appendAudit(tx, run.ctx, entries));
  const unresolved = [...seeding.unresolved, ...telling.unresolved, ...writing.unresolved];
  const [unexplained] = mended.obstacles.length > 0 ? [] : unresolved;
  if (unexplained) throw new Error(`${unexplained.object}: ${unexplained.reason}`);
  return unresolved;
}

/** A repair that did nothing at all leaves no trace. */
export function isChange({ mended, seeding }: Pick<Repair, 'mended' | 'seeding'>): boolean {
  const { steps, recorded, aligned } = mended;
  const { seeded, salvaged } = seeding;
  return [steps, recorded, aligned, seeded, salvaged.restored].some(({ length }) => length > 0);
}

const entry = ({ run, planHash, mended, seeding }: Repair): AuditEntry => ({
  action: 'schema.repair',
  target: run.operationId,
  after: {
    plan_hash: planHash,
    steps: mended.steps.map(({ statement }) => statement),
    recorded: mended.recorded,
    restored: seeding.salvaged.restored,
  },
});
