import type { Context } from 'hono';
import type { PublishOutcome } from '../../control/context.ts';
import type { AdminCapabilities, AdminEnv } from './admin-env.ts';

/**
 * Publishes one environment after the other and says in the response's headers what came of it:
 * `x-flags-published: production@12`, or `x-flags-unpublished: production` when it failed. The
 * change itself is committed either way.
 */
export async function publishAll(
  c: Context<AdminEnv>,
  { publish, logError }: AdminCapabilities,
  environments: readonly string[],
): Promise<PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  for (const environment of environments) {
    try {
      const version = (await publish(environment))?.version;
      outcomes.push(version === undefined ? { environment } : { environment, version });
    } catch (error) {
      logError(`publishing ${environment} failed`, error);
      outcomes.push({ environment });
    }
  }
  for (const { environment, version } of outcomes) {
    if (version === undefined) c.header('x-flags-unpublished', environment, { append: true });
    else c.header('x-flags-published', `${environment}@${version}`, { append: true });
  }
  return outcomes;
}
