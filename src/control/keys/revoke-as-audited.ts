import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';

/**
 * Revokes again the keys that the audit log says were revoked, and has those expire again that it says
 * were rotated, where the row or the column that knew it was lost: no repair may bring a key back to life.
 */
export async function revokeAsAudited(tx: Queryable): Promise<void> {
  await tx.execute(sql`
    update api_keys set revoked_at = entry.occurred_at
    from audit_logs as entry
    where entry.action = 'key.revoke' and entry.target = api_keys.id and revoked_at is null`);
  await tx.execute(sql`
    update api_keys set expires_at = (entry.after ->> 'expires_at')::timestamptz,
      replaced_by = entry.after ->> 'replaced_by'
    from audit_logs as entry
    where entry.action = 'key.rotate' and entry.target = api_keys.id
      and (expires_at is null or replaced_by is null)`);
  await tx.execute(sql`
    update context_keys set revoked_at = entry.occurred_at
    from audit_logs as entry
    where entry.action = 'context_key.revoke' and entry.target = context_keys.id
      and revoked_at is null`);
}
