import type { EnvironmentResource } from '../../contract/environments/environment.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { environmentResource } from './environment-resource.ts';
import { getEnvironmentRow } from './environment-row.ts';

/** One environment. Throws `not_found`. */
export async function getEnvironment({
  ctx,
  input,
}: VerbCall<{ environment: string }>): Promise<EnvironmentResource> {
  authorise(ctx, 'viewer');
  return environmentResource(await getEnvironmentRow(ctx.database.reads, input.environment));
}
