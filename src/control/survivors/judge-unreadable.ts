import type { PresentRows } from './present-rows.ts';
import { publishedTables } from './published-tables.ts';
import { nothingSalvaged, type SalvageOutcome } from './salvage-outcome.ts';
import type { SalvageRequest } from './salvage-request.ts';

/**
 * What follows from snapshots that cannot be read: nothing is published over one that is damaged
 * where tables were lost, nor over any while the store does not answer.
 */
export function judgeUnreadable(
  { ctx, published, createdTables, hiddenTables, isAskedFor }: SalvageRequest,
  { versions }: PresentRows,
): SalvageOutcome {
  const environments = [...versions.keys()].sort();
  const isGrave = isAskedFor || publishedTables.some((table) => createdTables.has(table));
  if (!ctx.published) return isGrave ? { ...nothingSalvaged, warnings: [unseen] } : nothingSalvaged;
  if (published.outage !== undefined) {
    return waitFor(environments, `what is published could not be read: ${published.outage}`);
  }
  // Nobody can tell what is lost of a table that is there, and may not be read.
  if (hiddenTables.length > 0 && published.survivors.length > 0) {
    return waitFor(environments, `this role may not read ${hiddenTables.join(', ')}`);
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

function waitFor(environments: readonly string[], reason: string): SalvageOutcome {
  const again = 'Until it is known what is lost, nothing is seeded or published: repair again';
  return {
    ...nothingSalvaged,
    isOpen: true,
    held_back: environments.map((environment) => ({ environment, reason })),
    unresolved: [{ object: 'published snapshots', reason: `${reason}. ${again}` }],
  };
}
