import type { Role } from '../contract/api-key.ts';
import type { Database } from '../db/connect.ts';

export interface Actor {
  /** Who, as the audit log names it: `admin-secret`, `key:<id>`. */
  readonly id: string;
  readonly role: Role;
}

/** What a verb may use: capabilities and the caller, nothing of HTTP. */
export interface ControlContext {
  readonly database: Database;
  readonly actor: Actor;
  /** The caller's network address where it is known. */
  readonly address: string | null;
  readonly requestId: string;
  readonly now: () => Date;
  /** Called after a commit with the environments that changed. Never rejects. */
  readonly publish: (environmentKeys: readonly string[]) => Promise<PublishOutcome[]>;
}

export interface PublishOutcome {
  readonly environment: string;
  /** Absent when publishing failed: the snapshot before this change is still the one served. */
  readonly version?: number;
}

/** Every verb is called the same way. */
export interface Verb<Input = undefined> {
  readonly ctx: ControlContext;
  readonly input: Input;
}
