import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
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
}

/** Names a row by its natural key. */
export const identify = (...key: readonly string[]): string => JSON.stringify(key);

/** A table that cannot be read has nothing: that is how a plan sees one that is still missing. */
export async function findPresentRows(tx: Queryable): Promise<PresentRows> {
  const state = featureFlagEnvironments;
  const override = featureFlagOverrides;
  const place = [override.environmentKey, override.flagKey, override.scope, override.subject];
  const versions = await attempt(tx, () =>
    tx.select({ key: environments.key, version: environments.version }).from(environments),
  );
  return {
    versions: new Map(
      'result' in versions ? versions.result.map(({ key, version }) => [key, version]) : [],
    ),
    flags: await identities(tx, featureFlags, [featureFlags.key]),
    states: await identities(tx, state, [state.environmentKey, state.flagKey]),
    overrides: await identities(tx, override, place),
    segments: await identities(tx, segments, [segments.key]),
    keys: await identities(tx, apiKeys, [apiKeys.id]),
  };
}

async function identities(tx: Queryable, table: PgTable, columns: readonly PgColumn[]) {
  const selection = Object.fromEntries(columns.map((column, index) => [`c${index}`, column]));
  const listed = await attempt(tx, () => tx.select(selection).from(table));
  const rows = 'result' in listed ? listed.result : [];
  return new Set(rows.map((row) => identify(...columns.map((_, at) => String(row[`c${at}`])))));
}
