import type { UnresolvedItem } from '../../contract/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { type Attempt, attempt } from '../../schema/repair/attempt.ts';
import type { Diagnosis } from '../../schema/repair/diagnose.ts';
import type { Mended } from '../../schema/repair/mend.ts';
import { appendAudit } from '../audit.ts';
import type { Populated } from './populate.ts';
import type { RepairRun } from './repair-run.ts';
import { withoutHeldBack } from './repair-salvage.ts';
import { findUnreadable } from './verify-application.ts';

/** What a repair does beyond the schema. */
export interface Finished {
  readonly seeded: readonly string[];
  readonly environmentKeys: readonly string[];
  /** What could not be done, as tables it needs are not as expected. */
  readonly unresolved: readonly UnresolvedItem[];
}

interface Repair {
  readonly run: RepairRun;
  readonly diagnosis: Diagnosis;
  readonly mended: Mended<Populated>;
}

/**
 * Looks at what was seeded, asks the application's own queries, and writes the audit entry. Where a
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
  const { chain, salvaged, seeding } = repair.mended.populated;
  explained('audit chain', chain);
  const seeded = explained('critical flags', seeding);
  if (!salvaged.isOpen) {
    const unreadable = explained(APPLICATION, await attempt(tx, () => findUnreadable(tx)));
    if (unreadable !== undefined) leave({ object: APPLICATION, reason: unreadable });
  }
  if (isChange(repair.mended) || (seeded?.added.length ?? 0) > 0) {
    explained('audit entry', await attempt(tx, () => appendAudit(tx, ctx, [entry(repair)])));
  }
  return {
    seeded: seeded?.added ?? [],
    environmentKeys: withoutHeldBack(seeded?.environmentKeys ?? [], salvaged),
    unresolved,
  };
}

const APPLICATION = 'flags, as the application reads them';

const isChange = ({ steps, recorded, aligned }: Mended<Populated>) =>
  steps.length + recorded.length + aligned.length > 0;

const entry = ({ run, diagnosis, mended }: Repair) => ({
  action: 'schema.repair',
  target: run.operationId,
  after: {
    plan_hash: diagnosis.planHash,
    steps: mended.steps.map(({ statement }) => statement),
    recorded: mended.recorded,
  },
});
