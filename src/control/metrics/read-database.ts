import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { connectionLimit, isConnection } from '../database-connections.ts';
import { one, type Readings } from './metrics.ts';

interface DatabaseRow {
  readonly limit: number;
  readonly size: number;
  readonly states: Readonly<Record<string, number>> | null;
}

/** Needs no table of ours. Rejects where Postgres does not answer. */
export async function readDatabase(db: Queryable): Promise<Readings> {
  const startedAt = Date.now();
  const [row] = await rowsOf<DatabaseRow>(
    db,
    sql`
    select ${connectionLimit} as limit,
      pg_database_size(current_database())::float8 as size,
      (select jsonb_object_agg(state, count) from (
        select coalesce(state, 'hidden') as state, count(*) as count
        from pg_stat_activity where ${isConnection} group by 1
      ) states) as states`,
  );
  const seconds = (Date.now() - startedAt) / 1_000;
  if (!row) return {};
  return {
    burgee_database_query_seconds: one(seconds),
    burgee_database_connections: Object.entries(row.states ?? {}).map(([state, value]) => ({
      labels: { state },
      value,
    })),
    burgee_database_connections_limit: one(row.limit),
    burgee_database_size_bytes: one(row.size),
  };
}
