import { and, eq, sql } from 'drizzle-orm';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';

const hour = sql`date_trunc('hour', now())`;

/** Of a key's row: its use in this hour is not written down yet. */
export const isUseDue = sql<boolean>`${apiKeys.lastUsedAt} is distinct from greatest(${apiKeys.lastUsedAt}, ${hour})`;

/** Of an admin key, to the hour. What is newer stays, so that it may happen twice. */
export async function noteKeyUse(db: Queryable, id: string): Promise<void> {
  await db
    .update(apiKeys)
    .set({ lastUsedAt: hour })
    .where(and(eq(apiKeys.id, id), isUseDue));
}
