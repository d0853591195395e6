import { Client, neonConfig } from '@neondatabase/serverless';
import { drizzle as overWebSocket } from 'drizzle-orm/neon-serverless';
import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import { databasePolicy, replicaPolicy } from '../resource-policy.ts';
import { inDatabase } from './database-time.ts';
import type { Queryable } from './queryable.ts';
import { queryOverHttp, readBy } from './read-over-http.ts';
import { ReplicaChoice } from './replica.ts';

export type { Queryable };

/**
 * Single queries go over HTTP, are stateless, and are tried again where that may help: nothing may
 * be asked there that must not happen twice. What is not tried again is a transaction.
 */
export interface Database {
  /** Of the primary: `ep-x-y.eu-central-1.aws.neon.tech`. */
  readonly host?: string;
  /**
   * From the replica where there is one, which may lag behind by seconds: for what people look at.
   * From the primary for a moment after this isolate has written, and while the replica is ill.
   */
  readonly reads: Queryable;
  /** From the primary: for what is decided by it, and for what was committed a moment ago. */
  readonly current: Queryable;
  /** A WebSocket of its own, opened and closed within the call. Rolls back when `work` throws. */
  transaction<T>(work: (tx: Queryable) => Promise<T>, config?: TransactionConfig): Promise<T>;
}

export interface TransactionConfig extends PgTransactionConfig {
  /** How long one query may take before it fails as a lost connection. */
  readonly queryTimeoutMilliseconds?: number;
  /** On the replica where there is one; only for what reads, as it may run a second time. */
  readonly mayLag?: boolean;
}

export interface ConnectionSettings {
  readonly databaseUrl: string;
  /** Of a read replica. */
  readonly databaseReadUrl?: string | undefined;
  /** Speaks Neon's protocols in front of another Postgres; only for development and tests. */
  readonly neonProxyUrl: string | undefined;
}

/** Opens nothing yet: a socket belongs to the request that opens it. */
export function connect(settings: ConnectionSettings): Database {
  const { databaseUrl, databaseReadUrl = databaseUrl, neonProxyUrl } = settings;
  if (neonProxyUrl) useProxy(new URL(neonProxyUrl));
  const current = queryOverHttp(databaseUrl, databasePolicy.queryMilliseconds);
  const onPrimary: Database['transaction'] = (work, config) =>
    inDatabase(() => inTransaction({ databaseUrl, work, config }));
  const host = new URL(databaseUrl).hostname;
  if (databaseReadUrl === databaseUrl) {
    return { host, reads: readBy(current), current: readBy(current), transaction: onPrimary };
  }
  const choice = new ReplicaChoice();
  const replica = queryOverHttp(databaseReadUrl, replicaPolicy.queryMilliseconds);
  const reads = (...query: Parameters<typeof current>) =>
    choice.run(
      () => replica(...query),
      () => current(...query),
    );
  return {
    host,
    reads: readBy(reads as typeof current),
    current: readBy(current),
    transaction: (work, config) => {
      if (config?.accessMode !== 'read only') {
        return onPrimary(work, config).finally(() => choice.noteWrite());
      }
      if (!config.mayLag) return onPrimary(work, config);
      return choice.run(
        () =>
          inDatabase(() =>
            inTransaction({ databaseUrl: databaseReadUrl, work, config: lagging(config) }),
          ),
        () => onPrimary(work, config),
      );
    },
  };
}

const lagging = (config: TransactionConfig): TransactionConfig => ({
  queryTimeoutMilliseconds: replicaPolicy.queryMilliseconds,
  ...config,
});

interface TransactionRequest<T> {
  databaseUrl: string;
  work: (tx: Queryable) => Promise<T>;
  config: TransactionConfig | undefined;
}

async function inTransaction<T>({ databaseUrl, work, config }: TransactionRequest<T>): Promise<T> {
  const timeoutMilliseconds = config?.queryTimeoutMilliseconds ?? databasePolicy.queryMilliseconds;
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: Math.min(timeoutMilliseconds, databasePolicy.queryMilliseconds),
    query_timeout: timeoutMilliseconds,
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
