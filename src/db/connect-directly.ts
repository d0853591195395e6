import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { databasePolicy } from '../resource-policy.ts';
import type { Database, Queryable, TransactionConfig } from './connect.ts';

export interface DirectDatabase extends Database {
  /** Closes what is open; nothing can be asked afterwards. */
  end(): Promise<void>;
}

const { queryMilliseconds: timeoutMilliseconds } = databasePolicy;

/**
 * The same over Postgres's own protocol, for programs that run in Node: a Worker never imports it.
 * Opens nothing yet.
 */
export function connectDirectly(databaseUrl: string): DirectDatabase {
  const settings = {
    connectionString: withPlainSslMode(databaseUrl),
    connectionTimeoutMillis: timeoutMilliseconds,
    query_timeout: timeoutMilliseconds,
    application_name: 'burgee',
  };
  const pool = new pg.Pool({ ...settings, max: 2 });
  // An idle connection that is lost fails the query that next needs one.
  pool.on('error', () => {});
  const over = drizzle(pool);
  return {
    host: new URL(databaseUrl).hostname,
    reads: over,
    current: over,
    transaction: (work, config) => inTransaction(settings, work, config),
    end: () => pool.end(),
  };
}

async function inTransaction<T>(
  settings: pg.ClientConfig,
  work: (tx: Queryable) => Promise<T>,
  config: TransactionConfig = {},
): Promise<T> {
  const { queryTimeoutMilliseconds = timeoutMilliseconds, ...transaction } = config;
  const client = new pg.Client({ ...settings, query_timeout: queryTimeoutMilliseconds });
  // A lost connection fails the query that is waiting; without a listener it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return await drizzle(client).transaction(work, transaction);
  } finally {
    client.end().catch(() => {});
  }
}

/**
 * `require` and `verify-ca` mean `verify-full` to the driver, which warns of it on every start; with
 * `uselibpqcompat=true` they mean what libpq takes them for.
 */
function withPlainSslMode(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const isWeaker = ['require', 'verify-ca'].includes(url.searchParams.get('sslmode') ?? '');
  if (!isWeaker || url.searchParams.has('uselibpqcompat')) return databaseUrl;
  url.searchParams.set('sslmode', 'verify-full');
  return url.href;
}
