import pg from 'pg';
import type { PostgresAddress } from './postgres-address.ts';
import type { Credentials } from './sql-request.ts';
import { SqlRequestError } from './sql-request-error.ts';

/** Sessions that queries over HTTP use one after the other, as Neon's own proxy keeps them. */
export interface SqlSessions {
  /** One that is as new, and nobody else's. Postgres's errors are thrown. */
  readonly take: (credentials: Credentials) => Promise<pg.Client>;
  /** For whoever comes next; no transaction may be open in it. */
  readonly giveBack: (client: pg.Client) => Promise<void>;
  readonly endIdle: () => void;
}

/** A session costs a process of Postgres: none is kept for longer than a burst of queries lasts. */
const idleMilliseconds = 2_000;
const mostIdle = 4;

export function keepSqlSessions(address: PostgresAddress): SqlSessions {
  const idle = new Map<pg.Client, NodeJS.Timeout>();
  const keyOf = ({ user, password, database }: pg.Client) =>
    JSON.stringify([user, password, database]);
  const forget = (client: pg.Client) => {
    clearTimeout(idle.get(client));
    return idle.delete(client);
  };
  const end = (client: pg.Client) => {
    if (forget(client)) endSession(client);
  };
  const findIdle = (key: string) => [...idle.keys()].filter((client) => keyOf(client) === key);

  return {
    take: async (credentials) => {
      const { user, password, database } = credentials;
      const client = findIdle(JSON.stringify([user, password, database])).at(-1);
      if (client && forget(client)) return client;
      const fresh = await connect({ ...address, ...credentials });
      fresh.once('end', () => forget(fresh));
      return fresh;
    },
    giveBack: async (client) => {
      const isClean = await client.query('discard all').then(
        () => true,
        () => false,
      );
      if (!isClean || findIdle(keyOf(client)).length >= mostIdle) return endSession(client);
      idle.set(client, setTimeout(() => end(client), idleMilliseconds).unref());
    },
    endIdle: () => {
      for (const client of idle.keys()) end(client);
    },
  };
}

/** Resolves when it is over, and what was not committed is rolled back. */
export const endSession = (client: pg.Client): Promise<void> => client.end().catch(() => {});

async function connect(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 15_000 });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    if (error instanceof pg.DatabaseError) throw error;
    throw new SqlRequestError(`Couldn't connect to compute node: ${error}`, 500);
  });
  return client;
}
