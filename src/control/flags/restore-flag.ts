import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { flagResource } from './flag-resource.ts';
import { getFlagForUpdate } from './flag-row.ts';
import { setFlagStatus } from './set-flag-status.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
}

/** An archived flag serves again what it served. Restoring twice is once. */
export async function restoreFlag({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  return mutate(ctx, async (unit) => {
    const flag = await getFlagForUpdate(unit.tx, input.key);
    if (flag.status === 'active') return flagResource(flag);
    assertRevision(flag.revision, input.expectedRevision);
    return setFlagStatus(unit, flag, 'active');
  });
}
