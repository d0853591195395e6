import { healHub } from './heal-hub.ts';
import { healSnapshots } from './heal-snapshots.ts';
import type { ScheduledCapabilities, ScheduledPart } from './scheduled-part.ts';

/** Another job is another line. */
const parts: Readonly<Record<string, ScheduledPart>> = {
  snapshots: healSnapshots,
  hub: healHub,
};

/** What each part did, or why it failed. Never rejects; one that fails keeps no other from running. */
export async function runScheduled(
  capabilities: ScheduledCapabilities,
): Promise<Readonly<Record<string, unknown>>> {
  const ends = Object.entries(parts).map(async ([name, part]) => {
    const end = await part(capabilities).catch((error: unknown) => ({ error }));
    return [name, end] as const;
  });
  return Object.fromEntries(await Promise.all(ends));
}
