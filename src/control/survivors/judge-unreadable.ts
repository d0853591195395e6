import type { Queryable } from '../../db/connect.ts';
import { attempt } from '../../schema/repair/attempt.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';
import type { SalvageRequest } from './salvage-request.ts';

/** Tables of which a snapshot is made. */
const publishedTables = [
  'environments',
  'feature_flags',
  'feature_flag_environments',
  'feature_flag_overrides',
  'segments',
  'api_keys',
];

/** What follows from snapshots that nobody can read: where tables were lost, nothing is published over them. */
export async function judgeUnreadable(
  tx: Queryable,
  request: SalvageRequest,
): Promise<SalvageOutcome> {
  const { ctx, published, createdTables, isWanted } = request;
  const isGrave = isWanted || publishedTables.some((table) => createdTables.has(table));
  if (!ctx.published) return isGrave ? { ...nothingSalvaged, warnings: [unseen] } : nothingSalvaged;
  if (published.outage !== undefined) {
    const reason = `what is published could not be read: ${published.outage}`;
    if (!isGrave) return { ...nothingSalvaged, warnings: [reason] };
    const again = 'Until it is known what they hold, nothing is seeded or published: repair again';
    return {
      ...nothingSalvaged,
      isOpen: true,
      held_back: (await keysThere(tx)).map((environment) => ({ environment, reason })),
      unresolved: [{ object: 'published snapshots', reason: `${reason}. ${again}` }],
    };
  }
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

async function keysThere(tx: Queryable): Promise<string[]> {
  const listed = await attempt(tx, () => listEnvironmentKeys(tx));
  return 'result' in listed ? listed.result : [];
}
