import type { Faults } from './faults.ts';
import type { PostgresAddress } from './postgres-address.ts';
import type { SqlSessions } from './sql-sessions.ts';

/** What both protocols of the proxy lead to. */
export interface ProxiedPostgres {
  readonly address: PostgresAddress;
  readonly sessions: SqlSessions;
  readonly faults: Faults;
}
