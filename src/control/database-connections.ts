import { sql } from 'drizzle-orm';

/**
 * Of a row of `pg_stat_activity`: somebody's connection, and nothing that Postgres does for itself. Of others
 * a role without rights sees their database and little more.
 */
export const isConnection = sql`datid is not null
  and coalesce(backend_type, 'client backend') = 'client backend'`;

/** How many there may be of those who are no superuser. */
export const connectionLimit = sql`(current_setting('max_connections')::int
  - current_setting('superuser_reserved_connections')::int)`;
