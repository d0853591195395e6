import type { Role } from '../contract/access/api-key.ts';
import type { PublishOutcome } from '../contract/environments/published.ts';
import type { AlertList } from '../contract/notifications/alert.ts';
import type { Database } from '../db/connect.ts';
import type { PackedSnapshot } from '../snapshot/format.ts';
import type { PublishOptions } from '../snapshot/publish/publish.ts';
import type { SnapshotStore } from '../snapshot/store.ts';
import type { AuditAnchors } from './audit-log/audit-anchors.ts';
import type { WebhookCapabilities } from './webhooks/webhook-capabilities.ts';

export interface Actor {
  /** Who, as the audit log names it: `admin-secret`, `key:<id>`, `member:<e-mail>`, `visitor`. */
  readonly id: string;
  readonly role: Role;
  /**
   * Less than the role would open. `secret`: ADMIN_SECRET, for what starts and repairs a deployment.
   * `visitor`: somebody who has not said who they are.
   */
  readonly only?: 'secret' | 'visitor';
  readonly member?: ActingMember;
}

export interface ActingMember {
  readonly id: string;
  /** Absent where Cloudflare Access says who they are. */
  readonly sessionId?: string;
}

export interface KeyUse {
  readonly keyId: string;
  /** The hour, in milliseconds since the epoch. */
  readonly usedAt: number;
}

/** Where what is published can be read. Each call throws when it is not answered. */
export interface PublishedPlaces extends Pick<SnapshotStore, 'find' | 'listEnvironments'> {
  /** In the hub, which has a copy that survives the store's; absent where there is none. */
  readonly findKept?: ((environment: string) => Promise<PackedSnapshot | undefined>) | undefined;
}

/** What a verb may use: capabilities and the caller, nothing of HTTP. */
export interface ControlContext {
  readonly database: Database;
  readonly actor: Actor;
  /** The caller's network address where it is known. */
  readonly address: string | null;
  readonly requestId: string;
  readonly now: () => Date;
  /** Heads of the audit log. Absent where only the database can be reached. */
  readonly auditAnchors?: AuditAnchors;
  /** What the edge is served from. Absent where only the database can be reached. */
  readonly published?: PublishedPlaces;
  /** What is wrong, and what was told of late, of so many messages; absent where nobody keeps watch. */
  readonly listAlerts?: ((limit: number) => Promise<AlertList>) | undefined;
  /** When keys of an environment were last used at the edge, by their ids; absent where nobody knows. */
  readonly listKeyUses?: ((environment: string) => Promise<readonly KeyUse[]>) | undefined;
  /** Absent where only the database can be reached: the scheduled job tells webhooks then. */
  readonly webhooks?: WebhookCapabilities;
  /** Called after a commit that webhooks will never hear of, with what Postgres said. */
  readonly onUntold?: (error: unknown) => void;
  /** Called after a commit with the environments that changed. Never rejects. */
  readonly publish: (
    environmentKeys: readonly string[],
    options?: PublishOptions,
  ) => Promise<PublishOutcome[]>;
}

/** How every verb is called. */
export interface VerbCall<Input = undefined> {
  readonly ctx: ControlContext;
  readonly input: Input;
}
