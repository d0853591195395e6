import { eq, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { rowsOf } from '../../db/rows.ts';
import { backupPolicy } from '../../resource-policy.ts';

/** By environment. */
export type Versions = ReadonlyMap<string, number>;

/** How an environment's version rises over all that were ever served. */
export interface RaisedVersion {
  readonly environment: string;
  /** In the backup. */
  readonly backup: number;
  readonly version: number;
}

/** The highest that this database knows of, in use or not; a deleted environment's is in the audit log. */
export async function findVersions(tx: Queryable): Promise<Versions> {
  const rows = await rowsOf<{ key: string; version: string }>(
    tx,
    sql`select key, max(version)::text as version from (
      select key, version from environments
      union all select environment_key, last_version from snapshot_history
      union all select environment_key, version from published_versions
      union all select target, (after ->> 'withdrawn_as')::numeric::bigint from audit_logs
        where action = 'environment.delete' and jsonb_typeof(after -> 'withdrawn_as') = 'number'
    ) as known group by key`,
  );
  return new Map(rows.map(({ key, version }) => [key, Number(version)]));
}

export interface Raise {
  /** Before the restore, and of the backup. */
  readonly known: readonly Versions[];
  /** What the edge says that it holds; undefined where it was not asked. */
  readonly published: Versions | undefined;
  readonly takenAt: string;
}

/**
 * Each environment's version is above any that was served: no isolate ever takes an older one for newer.
 * Where the edge was not asked, more is added than an environment changes in the days since the backup.
 */
export async function raiseVersions(
  tx: Queryable,
  { known, published, takenAt }: Raise,
): Promise<readonly RaisedVersion[]> {
  const [clock] = await rowsOf<{ days: number }>(
    tx,
    sql`select greatest(1, ceil(extract(epoch from now() - ${takenAt}::timestamptz) / 86400))::int as days`,
  );
  const { versionsOfDay, versionsOfMoment } = backupPolicy;
  const gap = published ? versionsOfMoment : (clock?.days ?? 1) * versionsOfDay;
  const rows = await tx
    .select({ key: environments.key, version: environments.version })
    .from(environments)
    .orderBy(environments.key);
  const raised: RaisedVersion[] = [];
  for (const { key, version: backup } of rows) {
    const places = [...known, ...(published ? [published] : [])];
    const version = Math.max(backup, ...places.map((place) => place.get(key) ?? 0)) + gap;
    await tx
      .update(environments)
      .set({ version, updatedAt: sql`now()` })
      .where(eq(environments.key, key));
    raised.push({ environment: key, backup, version });
  }
  return raised;
}
