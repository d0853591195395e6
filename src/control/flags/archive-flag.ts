import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { permanentFlag } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { flagResource } from './flag-resource.ts';
import { getFlagForUpdate } from './flag-row.ts';
import { setFlagStatus } from './set-flag-status.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
}

/**
 * Nobody is served an archived flag any more; nothing of it is lost. Refused for a permanent flag,
 * and while another flag depends on it. Archiving twice is once.
 */
export async function archiveFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  return mutate(ctx, async (unit) => {
    const flag = await getFlagForUpdate(unit.tx, input.key);
    if (flag.status === 'archived') return flagResource(flag);
    assertRevision(flag.revision, input.expectedRevision);
    if (flag.permanent) throw permanentFlag(flag.key);
    return setFlagStatus(unit, flag, 'archived');
  });
}
