import type { Label, SnapshotStore } from '../snapshot/store.ts';
import type { HubClient } from './hub-client.ts';

interface Both {
  readonly store: SnapshotStore;
  readonly hub: HubClient;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * The store as a publisher sees it where there is a hub. The hub is written first: it is where whoever
 * learns of a version reads it, and it is written even while the store fails. A hub that fails is
 * logged, and fails nothing.
 */
export function publishToBoth({ store, hub, logError }: Both): SnapshotStore {
  return {
    ...store,
    async findLabel(environment) {
      const [stored, kept] = await Promise.allSettled([
        store.findLabel(environment),
        hub.findLabel(environment),
      ]);
      if (kept.status === 'rejected')
        logError(`the hub of ${environment} is out of reach`, kept.reason);
      if (stored.status === 'fulfilled') return newest(stored.value, labelIn(kept));
      if (labelIn(kept) === undefined) throw stored.reason;
      return labelIn(kept);
    },
    async put(environment, packed) {
      await hub.publish(environment, packed).catch((error: unknown) => {
        logError(`${environment} was not published to the hub`, error);
      });
      await store.put(environment, packed);
    },
  };
}

const labelIn = (settled: PromiseSettledResult<Label | undefined>): Label | undefined =>
  settled.status === 'fulfilled' ? settled.value : undefined;

/** Where both have the version with another content, a label that is like neither. */
function newest(stored: Label | undefined, kept: Label | undefined): Label | undefined {
  if (!stored || !kept) return stored ?? kept;
  if (stored.version !== kept.version) return stored.version > kept.version ? stored : kept;
  return stored.checksum === kept.checksum ? kept : { ...kept, checksum: '' };
}
