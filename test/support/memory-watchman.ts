import { DatabaseSync } from 'node:sqlite';
import { storedWatch } from '../../src/watchman/stored-watch.ts';
import { WatchBook } from '../../src/watchman/watch-book.ts';
import type { WatchmanClient } from '../../src/watchman/watchman-client.ts';

/** The watchman's book on a SQLite in memory, where there is no Durable Object. */
export function memoryWatchman(): WatchmanClient {
  const database = new DatabaseSync(':memory:');
  const exec = (statement: string, ...given: (string | number)[]) => {
    const prepared = database.prepare(statement);
    if (/^select/.test(statement)) return prepared.all(...given);
    prepared.run(...given);
    return [];
  };
  const book = new WatchBook(storedWatch({ exec }), (work) => work());
  // As it crosses from the Worker to the object and back.
  const copy = <T>(value: T): T => structuredClone(value);
  return {
    recall: async () => copy(book.recall()),
    report: async (look) => copy(book.report(copy(look))),
    settle: async (settled) => book.settle(copy(settled)),
    list: async (limit) => copy(book.list(limit)),
  };
}
