import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Anything that runs queries: the HTTP driver, or a transaction. */
export type Queryable = PgDatabase<PgQueryResultHKT>;
