import { eq } from 'drizzle-orm';
import { createFlagInput } from '../contract/flags/flag.ts';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { featureFlagEnvironments, featureFlags } from '../db/feature-flags.ts';
import { criticalFlags, criticalFlagTraits, seedEnvironments } from '../db/seeds.ts';
import { listEnvironmentKeys } from './environments/list-environment-keys.ts';
import { insertFlagStates } from './flag-states/insert-flag-states.ts';
import { flagWithStates } from './flags/flag-resource.ts';
import { getFlagForUpdate } from './flags/flag-row.ts';
import { insertFlag } from './flags/insert-flag.ts';
import type { UnitOfWork } from './mutate.ts';

interface Seeded {
  /** Of all environments, new or not. */
  readonly environmentKeys: readonly string[];
  /** What was missing: `environment production`, `flag admin.analytics`. */
  readonly added: readonly string[];
}

/**
 * Adds the environments and critical flags that are absent, and changes nothing that is there. Looks
 * for them first: where a primary key was lost, Postgres would take each a second time.
 */
export async function seed(unit: UnitOfWork): Promise<Seeded> {
  const { tx, audit, touch } = unit;
  const added = await seedEnvironmentRows(unit);
  const environmentKeys = await listEnvironmentKeys(tx);
  const known = await listKnownFlags(tx);
  for (const seeded of criticalFlags) {
    const served = known.get(seeded.key);
    const unserved = environmentKeys.filter((key) => !served?.has(key));
    if (served && unserved.length === 0) continue;
    if (!served) await insertFlag(tx, createFlagInput.parse({ ...seeded, ...criticalFlagTraits }));
    const flag = await getFlagForUpdate(tx, seeded.key);
    const states = await insertFlagStates(tx, flag, { environmentKeys: unserved, isEnabled: true });
    if (states.length === 0) continue;
    audit({ action: 'flag.seed', target: flag.key, after: flagWithStates(flag, states) });
    touch(...states.map(({ environmentKey }) => environmentKey));
    added.push(`flag ${flag.key}`);
  }
  return { environmentKeys, added };
}

/** What is there, while it is not decided what else is to be. */
export const seedNothing = async ({ tx }: UnitOfWork): Promise<Seeded> => ({
  environmentKeys: await listEnvironmentKeys(tx),
  added: [],
});

/** Those that were absent: `environment production`. Another that seeds may be first. */
export async function seedEnvironmentRows({ tx, audit }: UnitOfWork): Promise<string[]> {
  const present = await listEnvironmentKeys(tx);
  const absent = seedEnvironments.filter(({ key }) => !present.includes(key));
  if (absent.length === 0) return [];
  const inserted = await tx
    .insert(environments)
    .values([...absent])
    .onConflictDoNothing({ target: environments.key })
    .returning({ key: environments.key });
  for (const { key } of inserted) audit({ action: 'environment.seed', target: key });
  return inserted.map(({ key }) => `environment ${key}`);
}

/** By key, the environments that each has a state in. */
export async function listKnownFlags(
  tx: Queryable,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await tx
    .select({ key: featureFlags.key, environment: featureFlagEnvironments.environmentKey })
    .from(featureFlags)
    .leftJoin(featureFlagEnvironments, eq(featureFlagEnvironments.flagKey, featureFlags.key));
  const known = new Map<string, Set<string>>();
  for (const { key, environment } of rows) {
    const served = known.get(key) ?? new Set();
    if (environment !== null) served.add(environment);
    known.set(key, served);
  }
  return known;
}
