import type { UnresolvedItem } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import type { Catalog, CatalogObject } from '../../schema/catalog/catalog.ts';
import type { Built } from '../../schema/repair/build.ts';
import { type AuditEntry, appendAudit, restartAction } from '../audit.ts';
import { revokeAsAudited } from '../keys/revoke-as-audited.ts';
import { carryOut } from '../mutate.ts';
import { seed, seedNothing } from '../seed.ts';
import { findVersions } from '../survivors/present-rows.ts';
import { publishedTables } from '../survivors/published-tables.ts';
import { listRefilled, refillColumns } from '../survivors/refill-columns.ts';
import { salvage } from '../survivors/salvage.ts';
import { joinOutcomes, type SalvageOutcome } from '../survivors/salvage-outcome.ts';
import { attemptPart } from './attempt-part.ts';
import { judgeServed } from './judge-served.ts';
import type { RepairRun } from './repair-run.ts';
import { toSalvage, withoutHeldBack } from './repair-salvage.ts';

/** Columns that know that a key is not good any more, or not for long. */
const endsOfKeys = [
  'api_keys.revoked_at',
  'api_keys.expires_at',
  'api_keys.replaced_by',
  'context_keys.revoked_at',
];

export interface Seeding {
  readonly seeded: readonly string[];
  /** Columns that were lost, and have their values from what is published. */
  readonly refilled: readonly string[];
  /** Of all environments, new or not. */
  readonly environmentKeys: readonly string[];
  /** What became of flags that were lost and are still published. */
  readonly salvaged: SalvageOutcome;
  /** What could not be done or read, as tables it needs are not as expected. */
  readonly unresolved: readonly UnresolvedItem[];
}

interface Seedbed {
  readonly run: RepairRun;
  /** What was there before it was built. */
  readonly actual: Catalog;
  readonly built: Built;
}

/**
 * Puts back what is still published, and brings back what is critical, unless it is open what else
 * is to be there. An audit log that was lost starts anew, and says so first.
 */
export async function seedCritical(
  tx: Queryable,
  { run, actual, built }: Seedbed,
): Promise<Seeding> {
  const created = built.steps.map(({ objects: [first] }) => first);
  const versionsBefore = await findVersions(tx);
  const attemptIf = (isDue: boolean, object: string, part: () => Promise<unknown>) =>
    isDue ? attemptPart(tx, object, part) : { unresolved: [] };
  const restart = await attemptIf(created.some(isAuditLog), 'audit chain', () =>
    appendAudit(tx, run.ctx, [restarted(run)]),
  );
  const columns = listLostColumns(created);
  const request = toSalvage(run, { actual, created });
  const refillable = listRefilled(request, columns);
  const refilling = await attemptIf(refillable.length > 0, 'values of lost columns', () =>
    refillColumns(tx, run.published, refillable),
  );
  const salvaged = await salvage(tx, request);
  const isForgotten =
    columns.some((column) => endsOfKeys.includes(column)) || salvaged.restored.length > 0;
  const revoking = await attemptIf(isForgotten, 'revoked keys', () => revokeAsAudited(tx));
  const work = salvaged.isOpen ? seedNothing : seed;
  const seeding = await attemptPart(tx, 'critical flags', () =>
    carryOut(tx, { ctx: run.ctx, work }),
  );
  const refilled = refilling.unresolved.length > 0 ? [] : refillable;
  const judged = await judgeServed(tx, {
    published: run.published,
    versionsBefore,
    emptied: columns.filter((column) => !refilled.includes(column)),
    added: new Set([...(seeding.result?.added ?? []), ...salvaged.added]),
    heldBack: new Set(salvaged.held_back.map(({ environment }) => environment)),
    isOpen: salvaged.isOpen,
  });
  const outcome = joinOutcomes(salvaged, judged.outcome);
  const parts = [restart, refilling, revoking, seeding, judged];
  return {
    seeded: seeding.result?.added ?? [],
    refilled,
    environmentKeys: withoutHeldBack(seeding.result?.environmentKeys ?? [], outcome),
    salvaged: outcome,
    unresolved: parts.flatMap(({ unresolved }) => unresolved),
  };
}

const isAuditLog = ({ type, name }: CatalogObject) => type === 'table' && name === 'audit_logs';

/** Of tables of which a snapshot is made: `feature_flags.owner`. */
export function listLostColumns(created: readonly CatalogObject[]): readonly string[] {
  return created
    .filter(({ type, table }) => type === 'column' && publishedTables.includes(`${table}`))
    .map(({ table, name }) => `${table}.${name}`);
}

const restarted = ({ operationId }: RepairRun): AuditEntry => ({
  action: restartAction,
  target: 'audit_logs',
  after: { reason: 'the table was lost with the chain before', operation_id: operationId },
});
