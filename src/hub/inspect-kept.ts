import type { StoredSnapshot } from '../snapshot/inspect-stored.ts';
import type { HubClient } from './hub-client.ts';

/**
 * What a hub holds of an environment: it takes nothing that is not intact. Throws when it cannot be
 * asked.
 */
export async function inspectKept(
  hub: Pick<HubClient, 'findLabel'>,
  environment: string,
): Promise<StoredSnapshot> {
  const label = await hub.findLabel(environment);
  return { environment, state: label ? 'intact' : 'missing', version: label?.version ?? 0 };
}
