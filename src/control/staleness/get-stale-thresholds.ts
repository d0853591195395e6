import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { findSettings, thresholdsResource } from './thresholds-row.ts';

/** The project's thresholds, or the defaults while nobody has changed them. */
export async function getStaleThresholds({ ctx }: VerbCall) {
  authorise(ctx, 'viewer');
  return thresholdsResource(await findSettings(ctx.database.reads));
}
