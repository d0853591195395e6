import type { Queryable } from '../../db/connect.ts';
import { attempt } from '../../schema/repair/attempt.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { publishedTables } from './published-tables.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';
import type { SalvageRequest } from './salvage-request.ts';

/**
 * What follows from snapshots that cannot be read: nothing is published over one that is damaged
 * where tables were lost, nor over any while the store does not answer.
 */
export async function judgeUnreadable(
  tx: Queryable,
  request: SalvageRequest,
): Promise<SalvageOutcome> {
  const { ctx, published, createdTables, isAskedFor } = request;
  const isGrave = isAskedFor || publishedTables.some((table) => createdTables.has(table));
  if (!ctx.published) return isGrave ? { ...nothingSalvaged, warnings: [unseen] } : nothingSalvaged;
  if (published.outage !== undefined) return waitFor(tx, published.outage);
  const reasons = published.unusable.map(({ environment, reason }) => ({
    environment,
    reason: `what is published cannot be used: ${reason}`,
  }));
  if (!isGrave) {
    const warnings = reasons.map(({ environment, reason }) => `${environment}: ${reason}`);
    return { ...nothingSalvaged, warnings };
  }
  return {
    ...nothingSalvaged,
    held_back: reasons,
    unresolved: reasons.map(({ environment, reason }) => ({
      object: `snapshot of ${environment}`,
      reason: `${reason}. It is left as it is; POST /admin/warm?force=true replaces it`,
    })),
  };
}

const unseen =
  'What the edge serves cannot be read from here. If it still holds the flags that were lost, POST /admin/repair at the Worker offers to restore them.';

async function waitFor(tx: Queryable, outage: string): Promise<SalvageOutcome> {
  const reason = `what is published could not be read: ${outage}`;
  const again = 'Until it is known what that holds, nothing is seeded or published: repair again';
  const there = await attempt(tx, () => listEnvironmentKeys(tx));
  const environments = 'result' in there ? there.result : [];
  return {
    ...nothingSalvaged,
    isOpen: true,
    held_back: environments.map((environment) => ({ environment, reason })),
    unresolved: [{ object: 'published snapshots', reason: `${reason}. ${again}` }],
  };
}
