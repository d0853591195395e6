import { createFlagInput } from '../contract/flag.ts';
import { environments } from '../db/environments.ts';
import { criticalFlags, criticalFlagTraits, seedEnvironments } from '../db/seeds.ts';
import { authorise } from './authorise.ts';
import type { VerbCall } from './context.ts';
import { listEnvironmentKeys } from './environments/list-environment-keys.ts';
import { publishFailed } from './errors.ts';
import { insertFlagStates } from './flag-states/insert-flag-states.ts';
import { flagWithStates } from './flags/flag-resource.ts';
import { getFlagForUpdate } from './flags/flag-row.ts';
import { insertFlag } from './flags/insert-flag.ts';
import { commit, type UnitOfWork } from './mutate.ts';

/**
 * Makes a deployment ready for its first visitor: the environments and critical flags that are
 * absent are seeded, and every environment is published. What exists is never changed, so it is
 * safe to call at any time. Throws `publish_failed` when an environment could not be published.
 */
export async function warm({ ctx }: VerbCall) {
  authorise(ctx, 'admin');
  const environmentKeys = await commit(ctx, seed);
  const outcomes = await ctx.publish(environmentKeys);
  const failed = outcomes.filter(({ version }) => version === undefined);
  if (failed.length > 0) throw publishFailed(failed.map(({ environment }) => environment));
  return outcomes;
}

/** Returns all environments. */
async function seed({ tx, audit, touch }: UnitOfWork): Promise<string[]> {
  const added = await tx
    .insert(environments)
    .values([...seedEnvironments])
    .onConflictDoNothing()
    .returning({ key: environments.key });
  for (const { key } of added) audit({ action: 'environment.seed', target: key });
  const environmentKeys = await listEnvironmentKeys(tx);
  for (const seeded of criticalFlags) {
    await insertFlag(tx, createFlagInput.parse({ ...seeded, ...criticalFlagTraits }));
    const flag = await getFlagForUpdate(tx, seeded.key);
    const states = await insertFlagStates(tx, flag, { environmentKeys, isEnabled: true });
    if (states.length === 0) continue;
    audit({ action: 'flag.seed', target: flag.key, after: flagWithStates(flag, states) });
    touch(...states.map(({ environmentKey }) => environmentKey));
  }
  return environmentKeys;
}
