import { DurableObject } from 'cloudflare:workers';
import type { AlertList } from '../contract/notifications/alert.ts';
import type { Look } from './look.ts';
import type { Outgoing } from './outgoing.ts';
import { storedWatch } from './stored-watch.ts';
import { type Errand, type Recalled, WatchBook } from './watch-book.ts';

/**
 * The watchman's book. There is one in the world, which takes one call at a time, and needs neither
 * Postgres nor KV: it can tell that these are away.
 */
export class Watchman extends DurableObject {
  readonly #book: WatchBook;

  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    const { storage } = ctx;
    this.#book = new WatchBook(storedWatch(storage.sql), storage.transactionSync.bind(storage));
  }

  recall(): Recalled {
    return this.#book.recall();
  }

  report(look: Look): Errand {
    return this.#book.report(look);
  }

  settle(settled: readonly Outgoing[]): void {
    this.#book.settle(settled);
  }

  list(limit: number): AlertList {
    return this.#book.list(limit);
  }
}
