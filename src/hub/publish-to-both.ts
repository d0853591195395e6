import { loadPolicy } from '../resource-policy.ts';
import type { Label, SnapshotStore } from '../snapshot/store.ts';
import { withTimeout } from '../snapshot/with-timeout.ts';
import type { HubClient } from './hub-client.ts';

interface Both {
  readonly store: SnapshotStore;
  readonly hub: HubClient;
  readonly logError: (message: string, error: unknown) => void;
}

/**
 * The store as a publisher sees it where there is a hub. The hub is written first, even while the store
 * fails: it is where whoever learns of a version reads it. A store that is slow to say what it holds is
 * not waited for where the hub has said so; a hub that fails is logged, and fails nothing.
 */
export function publishToBoth({ store, hub, logError }: Both): SnapshotStore {
  return {
    ...store,
    async findLabel(environment) {
      const asked = store.findLabel(environment);
      asked.catch(() => {});
      const kept = await hub.findLabel(environment).catch((error: unknown) => {
        logError(`the hub of ${environment} was not asked what it holds`, error);
      });
      if (!kept) return asked;
      const patient = withTimeout(asked, loadPolicy.storeMilliseconds);
      return newest(await patient.catch(() => undefined), kept);
    },
    async put(environment, packed) {
      await hub.publish(environment, packed).catch((error: unknown) => {
        logError(`${environment} was not published to the hub`, error);
      });
      await store.put(environment, packed);
    },
  };
}

/** Where both have the version with another content, a label that is like neither. */
function newest(stored: Label | undefined, kept: Label): Label {
  if (!stored) return kept;
  if (stored.version !== kept.version) return stored.version > kept.version ? stored : kept;
  return stored.checksum === kept.checksum ? kept : { ...kept, checksum: '' };
}
