import type { PackedSnapshot } from '../snapshot/format.ts';
import type { HubClient } from './hub-client.ts';

/**
 * Gives the hub what is published elsewhere, unless it holds that version or a newer one; resolves with
 * whether it had to. Throws when the hub is out of reach.
 */
export async function ensurePublished(
  hub: Pick<HubClient, 'findLabel' | 'publish'>,
  environment: string,
  packed: PackedSnapshot,
): Promise<boolean> {
  const kept = await hub.findLabel(environment);
  if (kept && kept.version >= packed.version) return false;
  await hub.publish(environment, packed);
  return true;
}
