import { type SQL, sql } from 'drizzle-orm';
import type { RunningRepair } from '../../contract/health/repair.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { progressPrefix } from '../../schema/repair/apply-steps.ts';

/**
 * What a transaction writes nobody sees before its commit. So a run shows itself by what Postgres tells
 * everybody at once: a lock on its operation id, and the name of its session, which says how far it is.
 * Both end with the transaction.
 */
export async function announceRun(tx: Queryable, operationId: string): Promise<void> {
  const lock = sql.join([...lockOf(operationId)], sql`, `);
  await tx.execute(sql`select pg_advisory_xact_lock(${lock}),
    set_config('application_name', ${`${progressPrefix}begins`}, true)`);
}

/** Whichever isolate or command it runs in. */
export async function findRunningRepair(
  db: Queryable,
  operationId: string,
): Promise<RunningRepair | undefined> {
  const [namespace, id] = lockOf(operationId);
  const [row] = await rowsOf<{ since: string | null; session: string }>(
    db,
    sql`select to_char(a.xact_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as since,
        a.application_name as session
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = ${asOid(namespace)} and l.objid = ${asOid(id)}`,
  );
  if (row === undefined) return undefined;
  const { since, session } = row;
  const progress = session.startsWith(progressPrefix) ? session.slice(progressPrefix.length) : '';
  return { operation_id: operationId, status: 'running', since, progress };
}

const lockOf = (operationId: string) =>
  [sql`hashtext('burgee repair')`, sql`hashtext(${operationId})`] as const;

/** Lock keys are signed, and shown as unsigned numbers. */
const asOid = (key: SQL): SQL => sql`(${key}::bigint & 4294967295)::oid`;
