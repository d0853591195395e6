import { createFlagInput } from '../contract/flag.ts';
import { environments } from '../db/environments.ts';
import { criticalFlags, criticalFlagTraits, seedEnvironments } from '../db/seeds.ts';
import { listEnvironmentKeys } from './environments/list-environment-keys.ts';
import { insertFlagStates } from './flag-states/insert-flag-states.ts';
import { flagWithStates } from './flags/flag-resource.ts';
import { getFlagForUpdate } from './flags/flag-row.ts';
import { insertFlag } from './flags/insert-flag.ts';
import type { UnitOfWork } from './mutate.ts';

export interface Seeded {
  /** Of all environments, new or not. */
  readonly environmentKeys: readonly string[];
  /** What was missing: `environment production`, `flag admin.analytics`. */
  readonly added: readonly string[];
}

/** Adds the environments and critical flags that are absent, and changes nothing that is there. */
export async function seed(unit: UnitOfWork): Promise<Seeded> {
  const { tx, audit, touch } = unit;
  const added = await seedEnvironmentRows(unit);
  const environmentKeys = await listEnvironmentKeys(tx);
  for (const seeded of criticalFlags) {
    await insertFlag(tx, createFlagInput.parse({ ...seeded, ...criticalFlagTraits }));
    const flag = await getFlagForUpdate(tx, seeded.key);
    const states = await insertFlagStates(tx, flag, { environmentKeys, isEnabled: true });
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

/** Those that were absent: `environment production`. */
export async function seedEnvironmentRows({ tx, audit }: UnitOfWork): Promise<string[]> {
  const inserted = await tx
    .insert(environments)
    .values([...seedEnvironments])
    .onConflictDoNothing()
    .returning({ key: environments.key });
  for (const { key } of inserted) audit({ action: 'environment.seed', target: key });
  return inserted.map(({ key }) => `environment ${key}`);
}
