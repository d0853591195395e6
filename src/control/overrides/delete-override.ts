import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { Verb } from '../context.ts';
import { notFound } from '../errors.ts';
import { lockFlag } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import {
  findOverrideRow,
  isOverride,
  type OverridePlace,
  overrideResource,
} from './override-row.ts';
import { parseTarget } from './put-override.ts';

interface Input extends OverridePlace {
  readonly expectedRevision: ExpectedRevision;
}

/** The subject is served again what everybody is. */
export async function deleteOverride({ ctx, input }: Verb<Input>): Promise<void> {
  authorise(ctx, 'editor');
  const place = { ...input, ...parseTarget(input) };
  await mutate(ctx, async ({ tx, audit, touch }) => {
    await lockFlag(tx, place.flag);
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
