import { eq } from 'drizzle-orm';
import type * as z from 'zod';
import { type UpdateFlagInput, updateFlagInput } from '../../contract/flags/flag.ts';
import { revised } from '../../db/columns.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertValues } from './assert-values.ts';
import { flagResource } from './flag-resource.ts';
import { getFlagForUpdate, listFlagEnvironmentKeys } from './flag-row.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateFlagInput;
}

/** Changes the definition everywhere; refused where a variant that is still served would be gone. */
export async function updateFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const change = toColumns(parseInput(updateFlagInput, input.change));
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const before = await getFlagForUpdate(tx, input.key);
    assertRevision(before.revision, input.expectedRevision);
    const environments = await listFlagEnvironmentKeys(tx, input.key);
    const after = await keepServable(tx, environments, async () =>
      exactlyOne(
        await tx
          .update(featureFlags)
          .set({ ...change, ...revised(featureFlags) })
          .where(eq(featureFlags.key, input.key))
          .returning(),
      ),
    );
    assertValues(after);
    touch(...environments);
    const [from, to] = [flagResource(before), flagResource(after)];
    audit({ action: 'flag.update', target: input.key, before: from, after: to });
    return to;
  });
}

/** Absent properties stay absent, so that the update leaves their columns alone. */
const toColumns = (change: z.output<typeof updateFlagInput>) => ({
  name: change.name,
  description: change.description,
  variants: change.variants,
  offVariant: change.off_variant,
  jsonSchema: change.json_schema,
  tags: change.tags,
  owner: change.owner,
  critical: change.critical,
  clientVisible: change.client_visible,
  permanent: change.permanent,
  staleThresholds: change.stale_thresholds,
});
