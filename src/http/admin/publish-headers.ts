import type { Context } from 'hono';
import type { PublishOutcome } from '../../contract/environments/published.ts';

/**
 * Says in the response's headers what reached the edge: `x-flags-published: production@12`, or
 * `x-flags-unpublished: production` when it failed. The change itself is committed either way. Where it
 * is not served, as a person pinned the environment to an earlier version: `x-flags-pinned: production@7`.
 */
export function setPublishHeaders(c: Context, outcomes: readonly PublishOutcome[]): void {
  for (const { environment: key, version, pinned_to } of outcomes) {
    const environment = encodeURIComponent(key);
    if (version === undefined) c.header('x-flags-unpublished', environment, { append: true });
    else c.header('x-flags-published', `${environment}@${version}`, { append: true });
    if (pinned_to !== undefined) {
      c.header('x-flags-pinned', `${environment}@${pinned_to}`, { append: true });
    }
  }
}
