import type { z } from 'zod';
import { type CreateFlagInput, createFlagInput } from '../../contract/flag.ts';
import { fullMillipercent } from '../../contract/percentage.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagEnvironments, featureFlags } from '../../db/feature-flags.ts';
import type { Variant } from '../../engine/snapshot.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { listEnvironmentKeys } from '../environments/environment-keys.ts';
import { alreadyExists } from '../errors.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertValues } from './assert-values.ts';
import { renamedColumns } from './flag-columns.ts';
import { flagResource, flagStateResource } from './flag-resource.ts';

/** A new flag exists in every environment, switched off. */
export async function createFlag({ ctx, input }: Verb<CreateFlagInput>) {
  authorise(ctx, 'editor');
  const definition = parseInput(createFlagInput, input);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const environmentKeys = await listEnvironmentKeys(tx);
    const created = await keepServable(tx, environmentKeys, async () => {
      const flag = await insertFlag(tx, definition);
      const states = await insertStates(tx, flag);
      return { ...flagResource(flag), environments: states.map(flagStateResource) };
    });
    audit({ action: 'flag.create', target: created.key, after: created });
    touch(...environmentKeys);
    return created;
  });
}

/** Throws `already_exists`. */
async function insertFlag(tx: Queryable, definition: z.output<typeof createFlagInput>) {
  const [flag] = await tx
    .insert(featureFlags)
    .values({ ...definition, ...renamedColumns(definition) })
    .onConflictDoNothing()
    .returning();
  if (!flag) throw alreadyExists(`a flag "${definition.key}"`);
  assertValues(flag);
  return flag;
}

interface NewFlag {
  readonly key: string;
  readonly variants: readonly Variant[];
  readonly offVariant: string;
}

/** One state an environment; the flag serves its first variant that is not the off one. */
export async function insertStates(tx: Queryable, flag: NewFlag, isEnabled = false) {
  const environmentKeys = await listEnvironmentKeys(tx);
  if (environmentKeys.length === 0) return [];
  const served = flag.variants.find(({ name }) => name !== flag.offVariant)?.name;
  const split = [{ variant: served ?? flag.offVariant, weight: fullMillipercent }];
  return tx
    .insert(featureFlagEnvironments)
    .values(
      environmentKeys.map((environmentKey) => ({
        flagKey: flag.key,
        environmentKey,
        isEnabled,
        split,
        salt: flag.key,
      })),
    )
    .onConflictDoNothing()
    .returning();
}
