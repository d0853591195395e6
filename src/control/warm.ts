import { booleanVariants } from '../contract/flag.ts';
import type { Queryable } from '../db/connect.ts';
import { environments } from '../db/environments.ts';
import { featureFlags } from '../db/feature-flags.ts';
import { criticalFlags, seedEnvironments } from '../db/seeds.ts';
import { authorise } from './authorise.ts';
import type { Verb } from './context.ts';
import { listEnvironments } from './environments/list-environments.ts';
import { publishFailed } from './errors.ts';
import { insertStates } from './flags/create-flag.ts';
import { getFlagRow } from './flags/flag-row.ts';
import { type Change, mutate } from './mutate.ts';

/**
 * Makes a deployment ready for its first visitor: the environments and critical flags that are
 * absent are seeded, and every environment is published. What exists is never changed, so it is
 * safe to call at any time.
 */
export async function warm({ ctx }: Verb) {
  authorise(ctx, 'admin');
  const seeded = await mutate(ctx, seed);
  const all = await listEnvironments({ ctx, input: undefined });
  const outcomes = await ctx.publish(all.map(({ key }) => key).filter((key) => !seeded.has(key)));
  const failed = outcomes.filter(({ version }) => version === undefined);
  if (failed.length > 0) throw publishFailed(failed.map(({ environment }) => environment));
  return all.map(({ key, version }) => ({ environment: key, version }));
}

/** Returns the environments that publish because something of them was seeded. */
async function seed({ tx, audit, touch }: Change): Promise<ReadonlySet<string>> {
  const touched = new Set<string>();
  const added = await tx
    .insert(environments)
    .values([...seedEnvironments])
    .onConflictDoNothing()
    .returning({ key: environments.key });
  for (const { key } of added) audit({ action: 'environment.seed', target: key });
  for (const flag of criticalFlags) {
    const states = await seedFlag(tx, flag);
    if (states.length === 0) continue;
    audit({ action: 'flag.seed', target: flag.key, after: { ...flag, states } });
    for (const { environmentKey } of states) touched.add(environmentKey);
  }
  touch(...touched);
  return touched;
}

/** The states that were absent and now are there, on for everybody. */
async function seedFlag(tx: Queryable, flag: (typeof criticalFlags)[number]) {
  const seeded = {
    ...flag,
    kind: 'boolean' as const,
    variants: booleanVariants,
    offVariant: 'off',
    critical: true,
    clientVisible: true,
    permanent: true,
  };
  await tx.insert(featureFlags).values(seeded).onConflictDoNothing();
  return insertStates(tx, await getFlagRow(tx, flag.key), true);
}
