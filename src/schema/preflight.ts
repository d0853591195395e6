import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/connect.ts';
import { rowsOf } from '../db/rows.ts';

/** What has to be known of a server before anything is changed. */
interface Server {
  readonly version: number;
  readonly isReplica: boolean;
  readonly isReadOnly: boolean;
  readonly mayCreate: boolean;
  readonly role: string;
  readonly longTransactions: number;
}

export interface Preflight {
  /** Why nothing may be changed here, and what to do about it. */
  readonly refusal?: string;
  /** What may make the repair fail; it would then leave everything as it was. */
  readonly warnings: readonly string[];
}

const oldestVersion = 150_000;

/** Read-only. `host` is the one that is connected to, where it is known. */
export async function preflight(tx: Queryable, host?: string): Promise<Preflight> {
  const [server] = await rowsOf<Server>(tx, question);
  if (server === undefined) throw new Error('Postgres did not say what it is');
  const refusal = findRefusalReason(server);
  const warnings = [...warnOfPooler(host), ...warnOfTransactions(server)];
  return refusal === undefined ? { warnings } : { refusal, warnings };
}

const question = sql`
select current_setting('server_version_num')::int as version,
  pg_is_in_recovery() as "isReplica",
  current_setting('transaction_read_only') = 'on' as "isReadOnly",
  coalesce(has_schema_privilege(to_regnamespace('public')::oid, 'CREATE'),
    has_database_privilege(current_database(), 'CREATE')) as "mayCreate",
  current_user::text as role,
  (select count(*)::int from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid()
     and xact_start < now() - interval '1 minute') as "longTransactions"`;

function findRefusalReason(server: Server): string | undefined {
  const { version, isReplica, isReadOnly, mayCreate, role } = server;
  if (version < oldestVersion) return 'This server is older than Postgres 15. Upgrade it.';
  if (isReplica) return 'This server is a replica. Point DATABASE_URL at the primary.';
  if (isReadOnly) {
    return 'The database takes no writes just now (transaction_read_only is on). Try again when it does.';
  }
  if (mayCreate) return undefined;
  return `The role ${role} may not create anything in the schema public. Let its owner run: GRANT CREATE ON SCHEMA public TO "${role}"`;
}

/** `ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech`. */
const pooledHost = /^([^.]+)-pooler(?=\.)/;

function warnOfPooler(host = ''): string[] {
  if (!pooledHost.test(host)) return [];
  const direct = host.replace(pooledHost, '$1');
  return [
    `DATABASE_URL goes through Neon's connection pooler (${host}), which shares sessions among its callers and may end a long transaction. For migrations and repairs, name the direct host: ${direct}`,
  ];
}

function warnOfTransactions({ longTransactions }: Server): string[] {
  if (longTransactions === 0) return [];
  return [
    `${longTransactions} transaction(s) of others have been open for more than a minute. Where one of them holds a table, the repair gives up after two seconds and changes nothing.`,
  ];
}
