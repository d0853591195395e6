import type { Database } from '../../db/connect.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import type { PublishCapabilities } from '../publish-all.ts';

/** What the parts of the scheduled job may use. */
export interface ScheduledCapabilities extends Pick<PublishCapabilities, 'publish'> {
  readonly database: Database;
  readonly published: SnapshotStore;
  readonly now: () => Date;
  /** Gives the hub what is published, where that is newer; whether it was. Absent without a hub. */
  readonly keepInHub?: ((environment: string) => Promise<boolean>) | undefined;
}

/**
 * What is done every minute, by several at once where a run takes longer: each part has to bear
 * that, and may run again at any time. Says what it did, in few words.
 */
export type ScheduledPart = (
  capabilities: ScheduledCapabilities,
) => Promise<Readonly<Record<string, unknown>>>;
