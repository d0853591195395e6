import bundle from './bundle.json' with { type: 'json' };
import type { PublishedSnapshot } from './format.ts';

/**
 * What was deployed with the code, in `bundle.json`, where `npx burgee bundle` puts it. An isolate
 * answers from it only while neither store, hub nor database can be asked.
 */
export const listBundled = (): readonly PublishedSnapshot[] =>
  // An empty list has no type of its own; what is put there was published before.
  bundle.snapshots as unknown as readonly PublishedSnapshot[];

export const findBundled = (environment: string): PublishedSnapshot | undefined =>
  listBundled().find((snapshot) => snapshot.environment === environment);
