import { ageUsage } from './age-usage.ts';
import { anchorAudit } from './anchor-audit.ts';
import { carryOutChanges } from './carry-out-changes.ts';
import { deliverWebhooks } from './deliver-webhooks.ts';
import { forgetPropagation } from './forget-propagation.ts';
import { healHub } from './heal-hub.ts';
import { healSnapshots } from './heal-snapshots.ts';
import { keepBackups } from './keep-backups.ts';
import { keepWatch } from './keep-watch.ts';
import type { ScheduledCapabilities, ScheduledPart } from './scheduled-part.ts';
import { withdrawDeleted } from './withdraw-deleted.ts';

/** A new part is a new line here. */
const parts: Readonly<Record<string, ScheduledPart>> = {
  changes: carryOutChanges,
  snapshots: healSnapshots,
  hub: healHub,
  audit: anchorAudit,
  propagation: forgetPropagation,
  withdrawn: withdrawDeleted,
  webhooks: deliverWebhooks,
  usage: ageUsage,
  backup: keepBackups,
  watch: keepWatch,
};

/**
 * What each part did, if it has anything to say, or why it failed. Never rejects; one that fails keeps
 * no other from running.
 */
export async function runScheduled(
  capabilities: ScheduledCapabilities,
): Promise<Readonly<Record<string, unknown>>> {
  const ends = Object.entries(parts).map(async ([name, part]) => {
    const end = await part(capabilities).catch((error: unknown) => ({ error }));
    return [name, end] as const;
  });
  const all = await Promise.all(ends);
  return Object.fromEntries(all.filter(([, end]) => Object.keys(end).length > 0));
}
