import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/** The newest committed version of an environment; instants in milliseconds since the epoch. */
export interface CommittedVersion {
  readonly environment: string;
  readonly version: number;
  readonly committedAt: number;
  /** By the clock of Postgres, as all of this. */
  readonly now: number;
}

export const listCommitted = (db: Queryable): Promise<readonly CommittedVersion[]> =>
  rowsOf<CommittedVersion>(
    db,
    sql`
    select key as environment, version::float8 as version,
      (extract(epoch from updated_at) * 1000)::float8 as "committedAt",
      (extract(epoch from now()) * 1000)::float8 as now
    from environments order by key`,
  );
