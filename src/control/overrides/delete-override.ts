import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { getFlagForUpdate } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import {
  findOverrideRow,
  isOverride,
  overrideResource,
  parsePlace,
  type RawOverridePlace,
} from './override-row.ts';

interface Input extends RawOverridePlace {
  readonly expectedRevision: ExpectedRevision;
}

/** Deletes an override: its subject is served what everybody is. */
export async function deleteOverride({ ctx, input }: VerbCall<Input>): Promise<void> {
  authorise(ctx, 'editor');
  const place = parsePlace(input);
  await mutate(ctx, async ({ tx, audit, touch }) => {
    await getFlagForUpdate(tx, place.flag);
    const before = await findOverrideRow(tx, place);
    if (!before) throw notFound(`override for the ${place.scope} "${place.subject}"`);
    assertRevision(before.revision, input.expectedRevision);
    await tx.delete(featureFlagOverrides).where(isOverride(place));
    touch(place.environment);
    audit({
      action: 'override.delete',
      target: `${place.flag}/${place.scope}/${place.subject}`,
      environmentKey: place.environment,
      before: overrideResource(before),
    });
  });
}
