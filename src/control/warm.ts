import type { PublishOptions } from '../snapshot/publish/publish.ts';
import { authorise } from './authorise.ts';
import type { VerbCall } from './context.ts';
import { publishFailed } from './errors.ts';
import { settle } from './mutate.ts';
import { seed } from './seed.ts';
import { assertNothingLost } from './survivors/assert-nothing-lost.ts';

/**
 * Makes a deployment ready for its first visitor: the environments and critical flags that are
 * absent are seeded, and every environment is published. What exists is never changed, so it is
 * safe to call at any time. Throws `publish_failed` when an environment could not be published, and
 * before anything is seeded where rows that are published were lost, unless `force` lets them go.
 */
export async function warm({ ctx, input }: VerbCall<PublishOptions | undefined>) {
  authorise(ctx, 'admin', 'or by secret');
  if (!input?.force) await assertNothingLost(ctx);
  const { environmentKeys } = await settle(ctx, seed);
  const outcomes = await ctx.publish(environmentKeys, input);
  const failed = outcomes.filter(({ version }) => version === undefined);
  if (failed.length > 0) throw publishFailed(failed);
  return outcomes;
}
