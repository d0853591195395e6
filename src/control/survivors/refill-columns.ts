import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';
import type { EnvironmentRows } from '../../snapshot/compile/environment-rows.ts';
import type { Survivor, Survivors } from './read-survivors.ts';
import type { SalvageRequest } from './salvage-request.ts';

/** A table of which snapshots are made. */
interface Source {
  readonly table: PgTable;
  /** Tells which row is which. */
  readonly key: readonly string[];
  /** Tells it too, where the other was lost. */
  readonly otherKey?: readonly string[];
  /** What a snapshot holds of a row. */
  readonly held: readonly string[];
  readonly rowsOf: (rows: EnvironmentRows) => readonly object[];
}

const sources: readonly Source[] = [
  {
    table: environments,
    key: ['key'],
    held: ['version', 'requires_signed_context'],
    rowsOf: (rows) => [rows.environment],
  },
  {
    table: featureFlags,
    key: ['key'],
    held: ['name', 'kind', 'variants', 'off_variant', 'client_visible'],
    rowsOf: ({ flags }) => flags.map(({ flag }) => flag),
  },
  {
    table: featureFlagEnvironments,
    key: ['environment_key', 'flag_key'],
    held: [
      ...['is_enabled', 'is_killed', 'rollout_percentage', 'split', 'rules'],
      ...['prerequisites', 'salt', 'bucket_by'],
    ],
    rowsOf: ({ flags }) => flags.map(({ state }) => state),
  },
  {
    table: featureFlagOverrides,
    key: ['environment_key', 'flag_key', 'scope', 'subject'],
    held: ['variant', 'expires_at'],
    rowsOf: ({ flags }) => flags.flatMap(({ overrides }) => overrides),
  },
  { table: segments, key: ['key'], held: ['conditions'], rowsOf: (rows) => rows.segments },
  {
    table: apiKeys,
    key: ['id'],
    otherKey: ['hash'],
    held: ['kind', 'environment_key', 'hash', 'allowed_origins', 'expires_at'],
    rowsOf: ({ keys }) => keys,
  },
  {
    table: contextKeys,
    key: ['id'],
    held: ['environment_key', 'public_key'],
    rowsOf: (rows) => rows.contextKeys,
  },
];

/** Those that can be told from what is not published. */
const inferred = ['feature_flags.status', 'api_keys.revoked_at', 'context_keys.revoked_at'];

/** Of the columns that were lost, those whose values come back: `feature_flags.name`. */
export function listRefilled(
  { isWanted, published }: SalvageRequest,
  lost: readonly string[],
): readonly string[] {
  if (!isWanted || published.survivors.length === 0) return [];
  const known = new Set([
    ...sources.flatMap(({ table, key, held }) =>
      [...key, ...held].map((name) => `${getTableName(table)}.${name}`),
    ),
    ...inferred,
  ]);
  return lost.filter((column) => known.has(column));
}

/**
 * Puts the values of columns that were lost, and are there again, back into the rows that are there, from
 * snapshots that are no older than the database: one that is would take changes back. One of an
 * environment that the database has lost is as new as can be. Where snapshots
 * differ, the one of the higher version is right. What is active and not revoked is published, so what
 * is not published was archived, or revoked.
 */
export async function refillColumns(
  tx: Queryable,
  { survivors }: Survivors,
  lost: readonly string[],
): Promise<void> {
  const { key, version } = environments;
  const rows = await tx.select({ key, version }).from(environments);
  const versions = new Map(rows.map((row) => [row.key, row.version]));
  const isCurrent = ({ snapshot: { environment, version } }: Survivor) =>
    (versions.get(environment) ?? version) <= version;
  const current = survivors
    .filter(isCurrent)
    .toSorted((left, right) => left.snapshot.version - right.snapshot.version);
  for (const source of sources) {
    const isLost = (name: string) => lost.includes(`${getTableName(source.table)}.${name}`);
    const columns = [...source.key, ...source.held].filter(isLost);
    const left = source.key.filter((name) => !isLost(name));
    const key = left.length > 0 ? left : (source.otherKey ?? []).filter((name) => !isLost(name));
    if (columns.length === 0 || key.length === 0) continue;
    for (const { rows } of current) await tx.execute(refill(source, { key, columns }, rows));
  }
  const covered = new Set(current.map(({ snapshot }) => snapshot.environment));
  const isWhole = covered.size > 0 && [...versions.keys()].every((key) => covered.has(key));
  if (isWhole && lost.includes('feature_flags.status')) await archiveUnpublished(tx, current);
  if (lost.includes('api_keys.revoked_at')) await revokeUnpublished(tx, current);
  if (lost.includes('context_keys.revoked_at')) await revokeUnpublishedContextKeys(tx, current);
}

interface Refilling {
  /** What is left of the key. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Where what is left of a key fits two rows, published or stored, neither is filled. */
function refill({ table, rowsOf }: Source, { key, columns }: Refilling, all: EnvironmentRows): SQL {
  const name = sql.identifier(getTableName(table));
  const values = columns.map(
    (column) => sql`${sql.identifier(column)} = r.${sql.identifier(column)}`,
  );
  const isSame = (left: SQL, right: SQL) =>
    sql.join(
      key.map(
        (column) => sql`${left}.${sql.identifier(column)} = ${right}.${sql.identifier(column)}`,
      ),
      sql` and `,
    );
  const document = JSON.stringify(
    uniqueBy(
      key,
      rowsOf(all).map((row) => asStored(table, row)),
    ),
  );
  return sql`update ${name} as t set ${sql.join(values, sql`, `)}
    from jsonb_populate_recordset(null::${name}, ${document}::jsonb) as r
    where ${isSame(sql`t`, sql`r`)} and not exists (
      select from ${name} as other where other.ctid <> t.ctid and ${isSame(sql`other`, sql`t`)})`;
}

type StoredRow = Readonly<Record<string, unknown>>;

function uniqueBy(key: readonly string[], rows: readonly StoredRow[]): readonly StoredRow[] {
  const place = (row: StoredRow) => JSON.stringify(key.map((column) => row[column]));
  return [...Map.groupBy(rows, place).values()].flatMap((all) => (all.length === 1 ? all : []));
}

/** By the names of its columns. */
function asStored(table: PgTable, row: object): StoredRow {
  const columns = getTableColumns(table);
  const values = Object.entries(row).map(([name, value]) => [columns[name]?.name ?? name, value]);
  return Object.fromEntries(values);
}

async function archiveUnpublished(tx: Queryable, current: readonly Survivor[]): Promise<void> {
  const keys = current.flatMap(({ snapshot }) => snapshot.flags.map((flag) => flag.key));
  await tx.execute(sql`update feature_flags set status = 'archived'
    where key not in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))`);
}

async function revokeUnpublished(tx: Queryable, current: readonly Survivor[]): Promise<void> {
  for (const { snapshot } of current) {
    const ids = JSON.stringify(snapshot.keys.map(({ id }) => id));
    await tx.execute(sql`update api_keys set revoked_at = now()
      where revoked_at is null and environment_key = ${snapshot.environment}
        and id not in (select jsonb_array_elements_text(${ids}::jsonb))`);
  }
}

async function revokeUnpublishedContextKeys(
  tx: Queryable,
  current: readonly Survivor[],
): Promise<void> {
  for (const { snapshot } of current) {
    const ids = JSON.stringify((snapshot.contextKeys ?? []).map(({ id }) => id));
    await tx.execute(sql`update context_keys set revoked_at = now()
      where revoked_at is null and environment_key = ${snapshot.environment}
        and id not in (select jsonb_array_elements_text(${ids}::jsonb))`);
  }
}
