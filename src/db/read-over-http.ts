import { type NeonQueryFunction, neon } from '@neondatabase/serverless';
import { drizzle } from 'drizzle-orm/neon-http';
import { inDatabase } from './database-time.ts';
import type { Queryable } from './queryable.ts';
import { retryRead } from './retry.ts';

type Query = NeonQueryFunction<boolean, boolean>['query'];

/** One round trip a query, tried again where that may help. */
export function queryOverHttp(databaseUrl: string, timeoutMilliseconds: number): Query {
  const sql = neon(databaseUrl);
  const query = (...[text, parameters, options]: Parameters<Query>) =>
    inDatabase(() =>
      retryRead(async () => {
        const fetchOptions = { signal: AbortSignal.timeout(timeoutMilliseconds) };
        return sql.query(text, parameters, { ...options, fetchOptions });
      }),
    );
  return query as Query;
}

/** Drizzle over such a query, which is all that it asks of the driver. */
export const readBy = (query: Query): Queryable =>
  drizzle({ client: { query } as unknown as NeonQueryFunction<boolean, boolean> });
