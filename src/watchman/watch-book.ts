import type { AlertList } from '../contract/notifications/alert.ts';
import { watchPolicy } from '../resource-policy.ts';
import type { CopiedWebhook } from './copied-webhook.ts';
import { judgeLook } from './judge-look.ts';
import type { Look } from './look.ts';
import { type Outgoing, toAlertMessage } from './outgoing.ts';
import { type StoredWatch, type Watch, watchNothing } from './stored-watch.ts';
import { nothingRemembered, type WatchMemory } from './watch-memory.ts';

/** What whoever looks has to know beforehand. */
export interface Recalled {
  readonly memory: WatchMemory;
  /** What was told and is not over, with what of it. */
  readonly open: Readonly<Record<string, readonly string[]>>;
}

/** What whoever has looked is to send. */
export interface Errand {
  readonly outgoing: readonly Outgoing[];
  /** Those that may be sent it, also while the database is away. */
  readonly webhooks: readonly CopiedWebhook[];
}

/** What is known to be wrong, and who was told: of several looks at once, one finds the news. */
export class WatchBook {
  readonly #stored: StoredWatch;
  readonly #inTransaction: <T>(work: () => T) => T;

  constructor(stored: StoredWatch, inTransaction: <T>(work: () => T) => T) {
    this.#stored = stored;
    this.#inTransaction = inTransaction;
  }

  recall(): Recalled {
    const { memory, entries } = this.#stored.find() ?? watchNothing;
    const open = Object.values(entries).flatMap(({ problem, items, told }) => {
      const names = Object.keys(items).filter((name) => items[name]?.isTold);
      return told ? [[problem.key, names] as const] : [];
    });
    return { memory: { ...nothingRemembered, ...memory }, open: Object.fromEntries(open) };
  }

  /** A look that began before the newest one changes nothing; it may still have something to send. */
  report(look: Look): Errand {
    return this.#inTransaction(() => {
      const before = this.#stored.find() ?? watchNothing;
      const late = before.lookedAt - look.at;
      const isLate = late > 0 && late <= watchPolicy.lateMilliseconds;
      const after = isLate ? before : this.#learn(look, before);
      return { outgoing: this.#stored.lease(look.at), webhooks: after.webhooks };
    });
  }

  /** How far each of these is by now. */
  settle(settled: readonly Outgoing[]): void {
    this.#inTransaction(() => {
      for (const outgoing of settled) this.#stored.put(outgoing);
    });
  }

  list(limit: number): AlertList {
    const { lookedAt, entries } = this.#stored.find() ?? watchNothing;
    return {
      looked_at: lookedAt === 0 ? null : new Date(lookedAt).toISOString(),
      open: Object.values(entries).flatMap(({ told }) => told ?? []),
      history: this.#stored.listNewest(limit).map(toAlertMessage),
    };
  }

  #learn(look: Look, before: Watch): Watch {
    const { entries, messages } = judgeLook(before.entries, look);
    const { at, memory, webhooks = before.webhooks } = look;
    const after = { lookedAt: at, memory, entries, webhooks };
    this.#stored.replace(after);
    for (const message of messages) this.#stored.put({ message, recipients: null });
    if (messages.length > 0) this.#stored.forget();
    return after;
  }
}
