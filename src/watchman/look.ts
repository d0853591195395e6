import type { CopiedWebhook } from './copied-webhook.ts';
import type { Problem } from './problem.ts';
import type { WatchMemory } from './watch-memory.ts';

/** One look at everything. Instants are in milliseconds since the epoch. */
export interface Look {
  /** When it began. */
  readonly at: number;
  readonly problems: readonly Problem[];
  /** Beginnings of the keys that could not be looked for: these stay as they are. */
  readonly unseen: readonly string[];
  readonly memory: WatchMemory;
  /** Those that are switched on; absent while they cannot be read, or are lost. */
  readonly webhooks?: readonly CopiedWebhook[] | undefined;
}
