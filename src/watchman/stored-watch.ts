import { watchPolicy } from '../resource-policy.ts';
import type { CopiedWebhook } from './copied-webhook.ts';
import type { Entries } from './judge-look.ts';
import { isWaiting, type Outgoing } from './outgoing.ts';
import { nothingRemembered, type WatchMemory } from './watch-memory.ts';

/** What is kept from one look to the next. */
export interface Watch {
  /** When the newest look began, in milliseconds since the epoch. */
  readonly lookedAt: number;
  readonly memory: WatchMemory;
  readonly entries: Entries;
  readonly webhooks: readonly CopiedWebhook[];
}

export const watchNothing: Watch = {
  lookedAt: 0,
  memory: nothingRemembered,
  entries: {},
  webhooks: [],
};

/** As much of an object's storage as is needed. */
export interface WatchSql {
  exec(statement: string, ...given: (string | number)[]): Iterable<unknown>;
}

export type StoredWatch = ReturnType<typeof storedWatch>;

/** The same and the messages, in an object's own storage. Tables are made with the first look. */
export function storedWatch(sql: WatchSql) {
  const hasTables = () =>
    [...sql.exec(`select 1 from sqlite_master where name = 'messages'`)].length > 0;

  const values = (statement: string, ...given: number[]): readonly string[] =>
    [...(sql.exec(statement, ...given) as Iterable<{ value: string }>)].map(({ value }) => value);

  const listMessages = (rest: string, ...given: number[]): readonly Outgoing[] => {
    if (!hasTables()) return [];
    return values(`select value from messages ${rest}`, ...given).map((value) => JSON.parse(value));
  };

  return {
    find(): Watch | undefined {
      if (!hasTables()) return undefined;
      const [value] = values('select value from watch');
      return value === undefined ? undefined : JSON.parse(value);
    },
    replace(watch: Watch): void {
      sql.exec('create table if not exists watch (only integer primary key, value text not null)');
      sql.exec(
        'create table if not exists messages (id text primary key, is_waiting integer not null, leased_until integer not null, value text not null)',
      );
      sql.exec('insert or replace into watch values (1, ?)', JSON.stringify(watch));
    },
    put(outgoing: Outgoing): void {
      sql.exec(
        'insert or replace into messages values (?, ?, 0, ?)',
        outgoing.message.id,
        isWaiting(outgoing) ? 1 : 0,
        JSON.stringify(outgoing),
      );
    },
    /** Those that wait and nobody sends just now; whoever gets them has them to itself for a while. */
    lease(now: number): readonly Outgoing[] {
      const taken = listMessages(
        'where is_waiting = 1 and leased_until <= ? order by id limit ?',
        now,
        watchPolicy.messagesAtOnce,
      );
      for (const { message } of taken) {
        const until = now + watchPolicy.leaseMilliseconds;
        sql.exec('update messages set leased_until = ? where id = ?', until, message.id);
      }
      return taken;
    },
    listNewest: (limit: number) => listMessages('order by id desc limit ?', limit),
    /** What is older than the newest few hundred, waiting or not. */
    forget(): void {
      sql.exec(
        'delete from messages where id not in (select id from messages order by id desc limit ?)',
        watchPolicy.messagesKept,
      );
    },
  };
}
