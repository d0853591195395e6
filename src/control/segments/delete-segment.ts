import { eq } from 'drizzle-orm';
import { segments } from '../../db/segments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { notFound } from '../errors.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { findSegmentForUpdate, segmentResource } from './segment-row.ts';

interface Input {
  readonly key: string;
  readonly expectedRevision: ExpectedRevision;
}

/** Refused while a flag or another segment refers to it. */
export async function deleteSegment({ ctx, input }: VerbCall<Input>): Promise<void> {
  authorise(ctx, 'editor');
  await mutate(ctx, async ({ tx, audit, touch }) => {
    const before = await findSegmentForUpdate(tx, input.key);
    if (!before) throw notFound(`segment "${input.key}"`);
    assertRevision(before.revision, input.expectedRevision);
    const environments = await listEnvironmentKeys(tx);
    await keepServable(tx, environments, () =>
      tx.delete(segments).where(eq(segments.key, input.key)),
    );
    touch(...environments);
    audit({ action: 'segment.delete', target: input.key, before: segmentResource(before) });
  });
}
