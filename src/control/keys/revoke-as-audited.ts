import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';

/**
 * Revokes again the keys that the audit log says were revoked, where the row or the column that knew
 * it was lost: no repair may bring a revoked key back to life.
 */
export async function revokeAsAudited(tx: Queryable): Promise<void> {
  await tx.execute(sql`
    update api_keys set revoked_at = entry.occurred_at
    from audit_logs as entry
    where entry.action = 'key.revoke' and entry.target = api_keys.id and revoked_at is null`);
}
