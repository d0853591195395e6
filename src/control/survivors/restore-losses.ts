import { eq, inArray, sql } from 'drizzle-orm';
import { createFlagInput } from '../../contract/flags/flag.ts';
import type { RestoredEnvironment } from '../../contract/health/repair.ts';
import { apiKeys } from '../../db/api-keys.ts';
import type { Queryable } from '../../db/connect.ts';
import { contextKeys } from '../../db/context-keys.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import { criticalFlags, criticalFlagTraits } from '../../db/seeds.ts';
import { segments } from '../../db/segments.ts';
import { mergeDefinitions } from '../../snapshot/decompile/merge-definitions.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { firstStates } from '../flag-states/insert-flag-states.ts';
import type { FlagRow } from '../flags/flag-row.ts';
import { insertFlag } from '../flags/insert-flag.ts';
import { inChunks } from '../in-chunks.ts';
import type { UnitOfWork } from '../mutate.ts';
import { seedEnvironmentRows } from '../seed.ts';
import type { Loss } from './loss.ts';
import type { Survivors } from './read-survivors.ts';

interface Restoration {
  readonly losses: readonly Loss[];
  readonly published: Survivors;
}

export interface Restored {
  readonly environments: readonly RestoredEnvironment[];
  /** Critical flags that nothing published serves. */
  readonly archived: readonly string[];
}

/**
 * Puts back what was lost. A row that is there is never overwritten, but for critical flags that
 * were seeded anew after the loss. Versions rise above those that are published.
 */
export async function restoreLosses(
  unit: UnitOfWork,
  { losses, published }: Restoration,
): Promise<Restored> {
  const { tx } = unit;
  await withdrawReplanted(tx, losses);
  await restoreEnvironments(tx, losses);
  await seedEnvironmentRows(unit);
  const definitions = mergeDefinitions(losses);
  await inChunks(definitions.segments, (rows) =>
    tx.insert(segments).values(rows).onConflictDoNothing(),
  );
  await inChunks(definitions.flags, (rows) =>
    tx.insert(featureFlags).values(rows).onConflictDoNothing(),
  );
  for (const loss of losses) await restoreRows(tx, loss);
  await switchOffElsewhere(unit, definitions.flags, published);
  for (const loss of losses) announce(unit, loss);
  return {
    environments: losses.map(describeRestoredRows),
    archived: published.unusable.length === 0 ? await archiveUnserved(tx, published) : [],
  };
}

async function withdrawReplanted(tx: Queryable, losses: readonly Loss[]): Promise<void> {
  const keys = [...new Set(losses.flatMap(({ replanted }) => [...replanted]))];
  if (keys.length > 0) await tx.delete(featureFlags).where(inArray(featureFlags.key, keys));
}

async function restoreEnvironments(tx: Queryable, losses: readonly Loss[]): Promise<void> {
  for (const { environment } of losses) {
    const version = sql`greatest(${environments.version}, ${environment.version})`;
    await tx
      .insert(environments)
      .values(environment)
      .onConflictDoUpdate({ target: environments.key, set: { version } });
  }
}

async function restoreRows(tx: Queryable, loss: Loss): Promise<void> {
  const { flags, overrides, keys, contextKeys: signing } = loss;
  const states = flags.map(({ state }) => state);
  await inChunks(states, (rows) =>
    tx.insert(featureFlagEnvironments).values(rows).onConflictDoNothing(),
  );
  await inChunks(overrides, (rows) =>
    tx.insert(featureFlagOverrides).values(rows).onConflictDoNothing(),
  );
  await inChunks(keys, (rows) => tx.insert(apiKeys).values(rows).onConflictDoNothing());
  await inChunks(signing, (rows) => tx.insert(contextKeys).values(rows).onConflictDoNothing());
}

/**
 * A flag exists in every environment. Where none was published of it, it is switched off; a
 * critical one is left to the seeds where nothing at all was published.
 */
async function switchOffElsewhere(
  { tx, touch }: UnitOfWork,
  flags: readonly FlagRow[],
  { survivors }: Survivors,
): Promise<void> {
  const all = await listEnvironmentKeys(tx);
  const published = new Set(survivors.map(({ snapshot }) => snapshot.environment));
  const states = flags.flatMap((flag) => {
    const environmentKeys = flag.critical ? all.filter((key) => published.has(key)) : all;
    return firstStates(flag, { environmentKeys, isEnabled: false });
  });
  await inChunks(states, async (rows) => {
    const inserted = await tx
      .insert(featureFlagEnvironments)
      .values(rows)
      .onConflictDoNothing()
      .returning({ key: featureFlagEnvironments.environmentKey });
    touch(...inserted.map(({ key }) => key));
  });
}

/** Was archived before it was lost; to seed it as new would switch it on for everybody. */
async function archiveUnserved(tx: Queryable, { survivors }: Survivors): Promise<string[]> {
  const served = new Set(survivors.flatMap(({ snapshot }) => snapshot.flags.map(({ key }) => key)));
  const archived: string[] = [];
  for (const seed of criticalFlags.filter(({ key }) => !served.has(key))) {
    const definition = createFlagInput.parse({ ...seed, ...criticalFlagTraits });
    if (!(await insertFlag(tx, definition))) continue;
    await tx.update(featureFlags).set({ status: 'archived' }).where(eq(featureFlags.key, seed.key));
    archived.push(seed.key);
  }
  return archived;
}

function announce({ audit, touch }: UnitOfWork, loss: Loss): void {
  const { environment, flags, segments: conditions, keys, contextKeys: signing } = loss;
  touch(environment.key);
  audit({
    action: 'environment.restore',
    target: environment.key,
    environmentKey: environment.key,
    after: {
      ...describeRestoredRows(loss),
      flag_keys: flags.map(({ flag }) => flag.key),
      segment_keys: conditions.map(({ key }) => key),
      key_ids: [...keys, ...signing].map(({ id }) => id),
    },
  });
}

/** How much of an environment was put back, table by table. */
export const describeRestoredRows = (loss: Loss): RestoredEnvironment => ({
  environment: loss.environment.key,
  version: loss.snapshot.version,
  flags: loss.flags.length,
  overrides: loss.overrides.length,
  segments: loss.segments.length,
  keys: loss.keys.length + loss.contextKeys.length,
});
