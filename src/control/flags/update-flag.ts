import { eq } from 'drizzle-orm';
import { type UpdateFlagInput, updateFlagInput } from '../../contract/flag.ts';
import { revised } from '../../db/columns.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { only } from '../only.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertValues } from './assert-values.ts';
import { renamedColumns } from './flag-columns.ts';
import { flagResource } from './flag-resource.ts';
import { environmentsOf, lockFlag } from './flag-row.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateFlagInput;
}

/** Changes the definition everywhere; refused where a variant that is still served would be gone. */
export async function updateFlag({ ctx, input }: Verb<Input>) {
  authorise(ctx, 'editor');
  const change = parseInput(updateFlagInput, input.change);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const before = await lockFlag(tx, input.key);
    assertRevision(before.revision, input.expectedRevision);
    const environments = await environmentsOf(tx, input.key);
    const after = await keepServable(tx, environments, async () =>
      only(
        await tx
          .update(featureFlags)
          .set({ ...change, ...renamedColumns(change), ...revised(featureFlags) })
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
