import { Client, neon, neonConfig } from '@neondatabase/serverless';
import { drizzle as overHttp } from 'drizzle-orm/neon-http';
import { drizzle as overWebSocket } from 'drizzle-orm/neon-serverless';
import type { PgDatabase, PgQueryResultHKT, PgTransactionConfig } from 'drizzle-orm/pg-core';
import { databasePolicy } from '../resource-policy.ts';

/** Anything that runs queries: the HTTP driver, or a transaction. */
export type Queryable = PgDatabase<PgQueryResultHKT>;

export interface Database {
  /** One HTTP round trip a query, stateless. */
  readonly reads: Queryable;
  /** A WebSocket of its own, opened and closed within the call. Rolls back when `work` throws. */
  transaction<T>(work: (tx: Queryable) => Promise<T>, config?: TransactionConfig): Promise<T>;
}

export interface TransactionConfig extends PgTransactionConfig {
  /** How long one query may take before it fails as a lost connection. */
  readonly queryTimeoutMilliseconds?: number;
}

export interface ConnectionSettings {
  readonly databaseUrl: string;
  /** Speaks Neon's protocols in front of another Postgres; only for development and tests. */
  readonly neonProxyUrl: string | undefined;
}

const timeoutMilliseconds = databasePolicy.queryMilliseconds;

/** Opens nothing yet: a socket belongs to the request that opens it. */
export function connect({ databaseUrl, neonProxyUrl }: ConnectionSettings): Database {
  neonConfig.fetchFunction = (url: string, init: RequestInit) =>
    fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMilliseconds) });
  if (neonProxyUrl) useProxy(new URL(neonProxyUrl));
  return {
    reads: overHttp(neon(databaseUrl)),
    transaction: (work, config) => inTransaction({ databaseUrl, work, config }),
  };
}

interface TransactionRequest<T> {
  databaseUrl: string;
  work: (tx: Queryable) => Promise<T>;
  config: TransactionConfig | undefined;
}

async function inTransaction<T>({ databaseUrl, work, config }: TransactionRequest<T>): Promise<T> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: timeoutMilliseconds,
    query_timeout: config?.queryTimeoutMilliseconds ?? timeoutMilliseconds,
  });
  // A lost connection fails the query that is waiting; without a listener it would end the isolate.
  client.on('error', () => {});
  try {
    await client.connect();
    return await overWebSocket(client).transaction(work, config);
  } catch (cause) {
    // A socket that fails does so with an event, which callers rightly do not take for an error.
    throw cause instanceof Error ? cause : new Error('Connection terminated', { cause });
  } finally {
    client.end().catch(() => {});
  }
}

function useProxy(proxy: URL): void {
  neonConfig.fetchEndpoint = () => new URL('/sql', proxy).href;
  neonConfig.wsProxy = () => `${proxy.host}/v2`;
  neonConfig.useSecureWebSocket = proxy.protocol === 'https:';
  neonConfig.pipelineConnect = false;
}
