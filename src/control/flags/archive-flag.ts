import { eq } from 'drizzle-orm';
import { revised } from '../../db/columns.ts';
import { featureFlags } from '../../db/feature-flags.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { flagResource } from './flag-resource.ts';
import { getFlagForUpdate, listFlagEnvironmentKeys } from './flag-row.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
}

/**
 * Nobody is served an archived flag any more; nothing of it is lost. Refused while another flag
 * depends on it. Archiving twice is once.
 */
export async function archiveFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const before = await getFlagForUpdate(tx, input.key);
    if (before.status === 'archived') return flagResource(before);
    assertRevision(before.revision, input.expectedRevision);
    const environments = await listFlagEnvironmentKeys(tx, input.key);
    const after = await keepServable(tx, environments, async () =>
      exactlyOne(
        await tx
          .update(featureFlags)
          .set({ status: 'archived', ...revised(featureFlags) })
          .where(eq(featureFlags.key, input.key))
          .returning(),
      ),
    );
    touch(...environments);
    const [from, to] = [flagResource(before), flagResource(after)];
    audit({ action: 'flag.archive', target: input.key, before: from, after: to });
    return to;
  });
}
