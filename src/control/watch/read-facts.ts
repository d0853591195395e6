import { type SQL, sql } from 'drizzle-orm';
import { classifyFailure, isForbidden } from '../../db/classify-failure.ts';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { watchPolicy } from '../../resource-policy.ts';
import { fallbackKinds } from '../../usage/edge-report.ts';
import type { CopiedWebhook } from '../../watchman/copied-webhook.ts';
import type { WatchMemory } from '../../watchman/watch-memory.ts';
import { connectionLimit, isConnection } from '../database-connections.ts';
import { isSettled } from '../environments/list-environment-states.ts';
import { takesNoWrites } from '../is-read-only.ts';

/** What one statement tells. Absent is what its table or column is lost for, or may not be read. */
export interface Facts {
  readonly server?: ServerFacts;
  readonly environments?: readonly EnvironmentFacts[];
  /** Those that are critical, and those that were. */
  readonly flags?: readonly FlagFacts[];
  readonly webhooks?: readonly CopiedWebhook[];
  readonly answers?: readonly AnswerFacts[];
  readonly audit?: AuditFacts;
}

export interface ServerFacts {
  readonly isReadOnly: boolean;
  readonly connections: number;
  /** That anybody but a superuser can have. */
  readonly mostConnections: number;
}

export interface EnvironmentFacts {
  readonly key: string;
  readonly version: number;
  /** It has had this version for so long that it has to be published. */
  readonly isSettled: boolean;
}

export interface FlagFacts {
  readonly key: string;
  readonly name: string;
  readonly owner: string | null;
  readonly isCritical: boolean;
  readonly isArchived: boolean;
}

export interface AnswerFacts {
  readonly environment: string;
  readonly all: number;
  readonly fallback: number;
}

export interface AuditFacts {
  /** Of the newest entry; 0 where there is none. */
  readonly seq: number;
  /** Of the entry up to which the chain is known to be sound; null where that is not there. */
  readonly markedHash: string | null;
}

/** In one round trip; where a table is lost, in one for each of the others. Rejects where nothing answers. */
export async function readFacts(db: Queryable, memory: WatchMemory): Promise<Facts> {
  const parts = partsOf(memory);
  try {
    return await select(db, parts);
  } catch (error) {
    if (!isLoss(error)) throw error;
  }
  const each = await Promise.all(
    Object.entries(parts).map(([name, part]) => select(db, { [name]: part }).catch(noneWhereLost)),
  );
  return Object.assign({}, ...each);
}

const isLoss = (error: unknown): boolean =>
  isForbidden(error) || classifyFailure(error) === 'damaged';

function noneWhereLost(error: unknown): Facts {
  if (isLoss(error)) return {};
  throw error;
}

async function select(db: Queryable, parts: Readonly<Record<string, SQL>>): Promise<Facts> {
  const columns = Object.entries(parts).map(
    ([name, part]) => sql`(${part}) as ${sql.identifier(name)}`,
  );
  const [row] = await rowsOf<Facts>(db, sql`select ${sql.join(columns, sql`, `)}`);
  return row ?? {};
}

const listOf = (object: SQL, rest: SQL): SQL =>
  sql`select coalesce(jsonb_agg(jsonb_build_object(${object})), '[]') from ${rest}`;

const partsOf = ({ features, audit }: WatchMemory): Readonly<Record<keyof Facts, SQL>> => ({
  server: sql`select jsonb_build_object(
    'isReadOnly', ${takesNoWrites},
    'connections', (select count(*) from pg_stat_activity where ${isConnection}),
    'mostConnections', ${connectionLimit})`,
  environments: listOf(
    sql`'key', key, 'version', version, 'isSettled', ${isSettled}`,
    sql`environments`,
  ),
  flags: listOf(
    sql`'key', key, 'name', name, 'owner', owner, 'isCritical', critical, 'isArchived', status = 'archived'`,
    sql`(select * from feature_flags where critical or key in
      (select jsonb_array_elements_text(${JSON.stringify(features.map(({ key }) => key))}::jsonb))
      order by key limit ${watchPolicy.features}) as known`,
  ),
  webhooks: listOf(
    sql`'id', id, 'url', url, 'format', format, 'environmentKey', environment_key, 'events', events, 'sealedSecret', sealed_secret`,
    sql`webhooks where is_enabled`,
  ),
  answers: listOf(
    sql`'environment', environment_key, 'all', counted, 'fallback', fallback`,
    sql`(select environment_key,
      coalesce(sum(total) filter (where label <> 'stale'), 0) as counted,
      coalesce(sum(total) filter (where label in ${[...fallbackKinds]}), 0) as fallback
      from edge_totals where name = 'answers' group by environment_key) as sums`,
  ),
  audit: sql`select jsonb_build_object('seq', coalesce(max(seq), 0), 'markedHash',
    (select hash from audit_logs where seq = ${audit?.mark.seq ?? 0})) from audit_logs`,
});
