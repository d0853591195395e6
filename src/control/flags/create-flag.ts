import { asc } from 'drizzle-orm';
import { type CreateFlagInput, createFlagInput } from '../../contract/flag.ts';
import { fullMillipercent } from '../../contract/percentage.ts';
import type { Queryable } from '../../db/connect.ts';
import { environments } from '../../db/environments.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import type { Variant } from '../../engine/snapshot.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertServable } from './assert-servable.ts';
import { flagResource, flagStateResource } from './flag-resource.ts';

/** A new flag exists in every environment, switched off. */
export async function createFlag({ ctx, input }: Verb<CreateFlagInput>) {
  authorise(ctx, 'editor');
  const definition = parseInput(createFlagInput, input);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const [flag] = await tx
      .insert(featureFlags)
      .values({
        ...definition,
        offVariant: definition.off_variant,
        clientVisible: definition.client_visible,
      })
      .onConflictDoNothing()
      .returning();
    if (!flag) throw alreadyExists(`a flag "${definition.key}"`);
    const states = await insertStates(tx, flag);
    await assertServable(tx, flag.key);
    const created = { ...flagResource(flag), environments: states.map(flagStateResource) };
    audit({ action: 'flag.create', target: flag.key, after: created });
    touch(...states.map((state) => state.environmentKey));
    return created;
  });
}

interface NewFlag {
  readonly key: string;
  readonly variants: readonly Variant[];
  readonly offVariant: string;
}

/** One state an environment; the flag serves its first variant that is not the off one. */
export async function insertStates(tx: Queryable, flag: NewFlag, isEnabled = false) {
  const all = await tx.select().from(environments).orderBy(asc(environments.key)).for('key share');
  if (all.length === 0) return [];
  const served = flag.variants.find(({ name }) => name !== flag.offVariant)?.name;
  const split = [{ variant: served ?? flag.offVariant, weight: fullMillipercent }];
  return tx
    .insert(featureFlagEnvironments)
    .values(
      all.map(({ key }) => ({
        flagKey: flag.key,
        environmentKey: key,
        isEnabled,
        split,
        salt: flag.key,
      })),
    )
    .onConflictDoNothing()
    .returning();
}
