import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';

/** What is not to come back to life with a backup: how many of each. */
export interface LaidToRest {
  /** Open links to become a member. */
  readonly invitations: number;
  /** Keys that were revoked since the backup. */
  readonly keys: number;
  /** Schedules that were due meanwhile, and wait for a person. */
  readonly schedules: number;
}

const keyTables = ['api_keys', 'context_keys'] as const;

/** Of keys that are revoked in the database as it is, as JSON by table. */
export type Revocations = Readonly<Record<(typeof keyTables)[number], string>>;

export async function findRevocations(tx: Queryable): Promise<Revocations> {
  const [row] = await rowsOf<Revocations>(
    tx,
    sql.raw(
      `select ${keyTables
        .map(
          (
            table,
          ) => `(select coalesce(json_agg(json_build_object('id', id, 'at', revoked_at)), '[]')::text
          from public.${table} where revoked_at is not null) as ${table}`,
        )
        .join(', ')}`,
    ),
  );
  return row ?? { api_keys: '[]', context_keys: '[]' };
}

const because = 'It was due before the database was restored. Resume it, or cancel it.';

export async function layToRest(tx: Queryable, revoked: Revocations): Promise<LaidToRest> {
  let keys = 0;
  for (const table of keyTables) {
    keys += await count(
      tx,
      sql`update ${sql.identifier(table)} k set revoked_at = r.at
        from json_to_recordset(${revoked[table]}::json) as r (id text, at timestamptz)
        where k.id = r.id and k.revoked_at is null`,
    );
  }
  const invitations = await count(
    tx,
    sql`update invitations i set revoked_at = now()
      where accepted_at is null and revoked_at is null and expires_at > now()`,
  );
  const schedules = await count(
    tx,
    sql`update scheduled_changes c set status = 'paused', failure = ${because},
        revision = revision + 1, updated_at = now()
      where status = 'pending' and due_at <= now()`,
  );
  return { invitations, keys, schedules };
}

async function count(tx: Queryable, statement: ReturnType<typeof sql>): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    tx,
    sql`with changed as (${statement} returning 1) select count(*)::int as count from changed`,
  );
  return row?.count ?? 0;
}
