import bundle from './bundle.json' with { type: 'json' };
import type { PublishedSnapshot } from './format.ts';

/**
 * What was deployed with the code; `burgee bundle` writes it. An isolate answers from it only while
 * neither the store nor the database can be asked.
 */
export function findBundled(environment: string): PublishedSnapshot | undefined {
  const snapshots = bundle.snapshots as readonly PublishedSnapshot[];
  return snapshots.find((snapshot) => snapshot.environment === environment);
}
