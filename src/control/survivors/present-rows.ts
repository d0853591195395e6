import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { segments } from '../../db/segments.ts';
import { attempt } from '../../schema/repair/attempt.ts';

/** What the database has, by the identities of its rows. */
export interface PresentRows {
  readonly versions: ReadonlyMap<string, number>;
  readonly flags: ReadonlySet<string>;
  readonly states: ReadonlySet<string>;
  readonly overrides: ReadonlySet<string>;
  readonly segments: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  readonly contextKeys: ReadonlySet<string>;
}

/** Names a row by its natural key. */
export const identify = (...key: readonly string[]): string => JSON.stringify(key);

/**
 * A table that cannot be read has nothing: that is how a plan sees one that is still missing. Asked at
 * once, and table by table only where one of them refuses.
 */
export async function findPresentRows(tx: Queryable): Promise<PresentRows> {
  const all = await attempt(tx, () => readPresentRows(tx, (_, read) => read()));
  if ('result' in all) return all.result;
  return readPresentRows(tx, async (none, read) => {
    const rows = await attempt(tx, read);
    return 'result' in rows ? rows.result : none;
  });
}

/** Reads one table; what it has where it cannot be read. */
type ReadTable = <Rows>(none: Rows, read: () => Promise<Rows>) => Promise<Rows>;

async function readPresentRows(tx: Queryable, readTable: ReadTable): Promise<PresentRows> {
  const state = featureFlagEnvironments;
  const override = featureFlagOverrides;
  const place = [override.environmentKey, override.flagKey, override.scope, override.subject];
  const read = (table: PgTable, columns: readonly PgColumn[]) =>
    readTable(new Set<string>(), () => identities(tx, table, columns));
  return {
    versions: await readTable(new Map<string, number>(), () => listVersions(tx)),
    flags: await read(featureFlags, [featureFlags.key]),
    states: await read(state, [state.environmentKey, state.flagKey]),
    overrides: await read(override, place),
    segments: await read(segments, [segments.key]),
    keys: await read(apiKeys, [apiKeys.id]),
    contextKeys: await read(contextKeys, [contextKeys.id]),
  };
}

/** Of environments. */
export async function listVersions(tx: Queryable): Promise<Map<string, number>> {
  const { key, version } = environments;
  const rows = await tx.select({ key, version }).from(environments);
  return new Map(rows.map((row) => [row.key, row.version]));
}

async function identities(tx: Queryable, table: PgTable, columns: readonly PgColumn[]) {
  const selection = Object.fromEntries(columns.map((column, index) => [`c${index}`, column]));
  const rows = await tx.select(selection).from(table);
  return new Set(rows.map((row) => identify(...columns.map((_, at) => String(row[`c${at}`])))));
}
