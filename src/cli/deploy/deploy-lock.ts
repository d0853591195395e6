import { hostname, userInfo } from 'node:os';
import { sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { deployFailure } from './deploy-failure.ts';

/** Throws `lock_lost` where it is not held any more. */
export type AssertHeld = () => Promise<void>;

/**
 * One deployment at a time, whoever begins it and wherever. The lock lives and dies with a transaction that
 * does nothing else, so it never outlives this process, and passes through a pooler. What came of the work
 * is known even where the connection was lost meanwhile. Of a machine that is gone, Postgres hears nothing within
 * a minute, and lets go.
 */
export async function whileLocked<Result>(
  database: Database,
  work: (assertHeld: AssertHeld) => Promise<Result>,
): Promise<Result> {
  let ended: { readonly result: Result } | undefined;
  await database
    .transaction(async (tx) => {
      await takeLock(tx);
      ended = { result: await work(() => assertHeld(tx)) };
    })
    .catch((error) => {
      if (ended === undefined) throw error;
    });
  if (ended === undefined) throw new Error('the deployment has no result');
  return ended.result;
}

async function takeLock(tx: Queryable): Promise<void> {
  const [row] = await rowsOf<{ taken: boolean }>(
    tx,
    sql`select set_config('idle_in_transaction_session_timeout', '0', true),
      set_config('tcp_keepalives_idle', '30', true), set_config('tcp_keepalives_interval', '10', true),
      set_config('tcp_keepalives_count', '3', true),
      set_config('application_name', ${`burgee deploy by ${userInfo().username}@${hostname()}`}, true),
      pg_try_advisory_xact_lock(hashtext('burgee deploy')) as taken`,
  );
  if (row?.taken) return;
  const [other] = await rowsOf<{ pid: number; name: string; since: string }>(
    tx,
    sql`select a.pid, a.application_name as name, to_char(a.xact_start at time zone 'UTC', 'HH24:MI') as since
      from pg_stat_activity a join pg_locks l on l.pid = a.pid
      where l.locktype = 'advisory' and l.granted and a.pid <> pg_backend_pid()
        and a.application_name like 'burgee deploy%' limit 1`,
  );
  const who = other ? `: ${other.name}, since ${other.since} UTC` : '';
  throw deployFailure(
    'deployment_running',
    `Another deployment is under way${who}. Nothing has been done.`,
    {
      wayOut: `Wait for its end, then look whether yours is still to be done.${orEnd(other?.pid)}`,
    },
  );
}

const orEnd = (pid: number | undefined) =>
  pid === undefined
    ? ''
    : ` Where its machine is gone, Postgres notices within a minute or two; at once: select pg_terminate_backend(${pid})`;

async function assertHeld(tx: Queryable): Promise<void> {
  await tx.execute(sql`select 1`).catch(() => {
    throw deployFailure(
      'lock_lost',
      'The connection to Postgres that keeps other deployments away was lost.',
      { wayOut: 'Look whether Postgres runs, then deploy again.' },
    );
  });
}
