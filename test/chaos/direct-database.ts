import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Database } from '../../src/db/connect.ts';

/** A query of a transaction, the beginning and the commit included. */
export interface Sent {
  readonly text: string;
  /** 1 for the first of all that this database was sent. */
  readonly count: number;
  readonly client: pg.Client;
}

export interface Hooks {
  /** Waited for before a query is sent. */
  readonly before?: (sent: Sent) => Promise<void> | void;
  /** Waited for before its answer is handed on. */
  readonly after?: (sent: Sent) => Promise<void> | void;
}

export interface DirectDatabase extends Database {
  readonly end: () => Promise<void>;
}

/** A database without Neon in between: faster, and a test may come between any two of its queries. */
export function connectToPostgres(connectionString: string, hooks: Hooks = {}): DirectDatabase {
  const pool = new pg.Pool({ connectionString, max: 2 });
  const over = drizzle(pool);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const count = { sent: 0 };
  return {
    reads: over,
    current: over,
    transaction: async (work, config) => {
      if (hooks.before === undefined && hooks.after === undefined) {
        return drizzle(pool).transaction(work, config);
      }
      const client = new pg.Client({
        connectionString,
        query_timeout: config?.queryTimeoutMilliseconds ?? 10_000,
      });
      client.on('error', () => {});
      await client.connect();
      comeBetween(client, hooks, count);
      try {
        return await drizzle(client).transaction(work, config);
      } finally {
        await client.end().catch(() => {});
      }
    },
    end: () => pool.end(),
  };
}

type Query = (config: string | pg.QueryConfig, values?: unknown[]) => Promise<pg.QueryResult>;

/** Drizzle calls `query` in this one of its many forms. */
function comeBetween(client: pg.Client, { before, after }: Hooks, count: { sent: number }): void {
  const send: Query = client.query.bind(client);
  const query: Query = async (config, values) => {
    const text = typeof config === 'string' ? config : config.text;
    count.sent += 1;
    const sent = { text, count: count.sent, client };
    await before?.(sent);
    const result = await send(config, values);
    await after?.(sent);
    return result;
  };
  Object.assign(client, { query });
}

/** As when the network goes: neither side says goodbye. */
export function cutOff(client: pg.Client): void {
  (
    client as unknown as { connection: { stream: { destroy: () => void } } }
  ).connection.stream.destroy();
}
