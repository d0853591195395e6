import type { AuditEntryResource } from '../../contract/access/audit.ts';
import type { AuditRow } from '../audit.ts';

/** An entry as `/admin` shows it. */
export const auditResource = (row: AuditRow): AuditEntryResource => ({
  seq: row.seq,
  occurred_at: row.occurredAt.toISOString(),
  actor: row.actor,
  address: row.address,
  request_id: row.requestId,
  action: row.action,
  target: row.target,
  environment: row.environmentKey,
  before: row.before,
  after: row.after,
  previous_hash: row.previousHash,
  hash: row.hash,
});
