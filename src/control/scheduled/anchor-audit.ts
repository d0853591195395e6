import { auditPolicy, scheduledPolicy } from '../../resource-policy.ts';
import { findLastEntry } from '../audit.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/** Notes the newest hash of the audit log outside of the database, once a day; looks once an hour. */
export async function anchorAudit({ database, auditAnchors, now }: ScheduledCapabilities) {
  const at = now();
  if (!auditAnchors || at.getUTCMinutes() !== scheduledPolicy.hourlyMinute.audit) return {};
  const newest = (await auditAnchors.list()).at(-1);
  const age = at.getTime() - Date.parse(newest?.noted_at ?? '1970-01-01T00:00:00Z');
  if (age < auditPolicy.anchorMilliseconds) return {};
  const { seq, hash } = await findLastEntry(database.current);
  if (seq === 0) return {};
  await auditAnchors.add({ seq, hash, noted_at: at.toISOString() });
  return { noted: seq };
}
