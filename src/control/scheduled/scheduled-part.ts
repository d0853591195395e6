import type { Database } from '../../db/connect.ts';
import type { HubMended } from '../../hub/ensure-published.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import type { AuditAnchors } from '../audit-log/audit-anchors.ts';
import type { PublishCapabilities } from '../publish-all.ts';
import type { WatchCapabilities } from '../watch/watch-capabilities.ts';
import type { WebhookCapabilities } from '../webhooks/webhook-capabilities.ts';

/** What the parts of the scheduled job may use. */
export interface ScheduledCapabilities extends Pick<PublishCapabilities, 'publish'> {
  readonly database: Database;
  /** What the edge reads first. */
  readonly store: SnapshotStore;
  readonly now: () => Date;
  readonly auditAnchors?: AuditAnchors;
  /** Mends an environment's hub, its shards too; says what it needed, if anything. Absent without a hub. */
  readonly keepInHub?: ((environment: string) => Promise<HubMended | undefined>) | undefined;
  /** Absent where nobody remembers what was told. */
  readonly watch?: WatchCapabilities | undefined;
  readonly webhooks?: WebhookCapabilities;
  /** Where backups are kept; absent where none are. */
  readonly backups?: BackupPlace | undefined;
}

export interface BackupPlace {
  readonly bucket: R2Bucket;
  /** Of the code, as a backup tells it. */
  readonly codeVersion: string;
}

/**
 * One thing that is done every minute. Runs overlap where one takes longer than that: each part has to
 * bear it, and may run again at any time. Resolves with what it did, in few words.
 */
export type ScheduledPart = (
  capabilities: ScheduledCapabilities,
) => Promise<Readonly<Record<string, unknown>>>;
