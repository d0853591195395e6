import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

export interface Server {
  /** `18.4`. */
  readonly version: string;
  readonly database: string;
  readonly role: string;
  readonly isReplica: boolean;
  readonly isReadOnly: boolean;
}

export async function readServer(db: Queryable): Promise<Server> {
  const [server] = await rowsOf<Server>(
    db,
    sql`select split_part(current_setting('server_version'), ' ', 1) as version,
      current_database()::text as database, current_user::text as role,
      pg_is_in_recovery() as "isReplica",
      current_setting('transaction_read_only') = 'on' as "isReadOnly"`,
  );
  if (server === undefined) throw new Error('Postgres did not say what it is');
  return server;
}
