import type { PackedSnapshot } from '../snapshot/format.ts';
import type { HubClient } from './hub-client.ts';

/** The keeper was given a version that it had missed, or shards were told of one that it had. */
export type HubMended = 'given' | 'told';

/**
 * Gives the hub what is published elsewhere, unless it holds that version or a newer one, and has every
 * shard hear of what it holds; undefined when neither was needed. Throws when the keeper, or one of the
 * shards, is out of reach.
 */
export async function ensurePublished(
  hub: Pick<HubClient, 'remind' | 'publish'>,
  environment: string,
  packed: PackedSnapshot,
): Promise<HubMended | undefined> {
  const { label, told, unreached } = await hub.remind(environment);
  const isBehind = !label || label.version < packed.version;
  if (isBehind) await hub.publish(environment, packed);
  if (unreached > 0) throw new Error(`the hub of ${environment} did not reach ${unreached} shards`);
  if (isBehind) return 'given';
  return told > 0 ? 'told' : undefined;
}
