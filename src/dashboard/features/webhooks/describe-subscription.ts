import type { WebhookResource } from '../../../contract/notifications/webhook.ts';

/** What a webhook is told of, and of which environment. */
export function describeSubscription({ events, environment }: WebhookResource): string {
  const what = events.length === 0 ? 'everything' : events.join(', ');
  return environment === null ? what : `${what}, in ${environment}`;
}
