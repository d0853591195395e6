import type * as z from 'zod';
import type { createFlagInput } from '../../contract/flags/flag.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { assertValues } from './assert-values.ts';
import type { FlagRow } from './flag-row.ts';

/** Undefined when there is a flag of that key. */
export async function insertFlag(
  tx: Queryable,
  definition: z.output<typeof createFlagInput>,
): Promise<FlagRow | undefined> {
  const [flag] = await tx
    .insert(featureFlags)
    .values({
      key: definition.key,
      kind: definition.kind,
      name: definition.name,
      description: definition.description,
      variants: definition.variants,
      offVariant: definition.off_variant,
      jsonSchema: definition.json_schema,
      tags: definition.tags,
      owner: definition.owner,
      critical: definition.critical,
      clientVisible: definition.client_visible,
      permanent: definition.permanent,
      staleThresholds: definition.stale_thresholds,
    })
    .onConflictDoNothing({ target: featureFlags.key })
    .returning();
  if (flag) assertValues(flag);
  return flag;
}
