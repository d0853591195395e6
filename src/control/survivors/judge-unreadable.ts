import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
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
  if (published.outage !== undefined) {
    return waitFor(tx, `what is published could not be read: ${published.outage}`);
  }
  const hidden = await listHidden(tx);
  if (hidden.length > 0 && published.survivors.length > 0) {
    return waitFor(tx, `this role may not read ${hidden.join(', ')}`);
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

/** Nobody can tell what is lost of a table that is there, and may not be read. */
async function listHidden(tx: Queryable): Promise<readonly string[]> {
  const rows = await rowsOf<{ name: string }>(
    tx,
    sql`select relname::text as name from pg_class
      where relnamespace = to_regnamespace('public') and relkind in ('r', 'p')
        and relname in (${sql.join(
          publishedTables.map((name) => sql`${name}`),
          sql`, `,
        )})
        and not (has_table_privilege(oid, 'SELECT') and has_schema_privilege(relnamespace, 'USAGE'))
      order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function waitFor(tx: Queryable, reason: string): Promise<SalvageOutcome> {
  const again = 'Until it is known what is lost, nothing is seeded or published: repair again';
  const there = await attempt(tx, () => listEnvironmentKeys(tx));
  const environments = 'result' in there ? there.result : [];
  return {
    ...nothingSalvaged,
    isOpen: true,
    held_back: environments.map((environment) => ({ environment, reason })),
    unresolved: [{ object: 'published snapshots', reason: `${reason}. ${again}` }],
  };
}
