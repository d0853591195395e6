import { createRoute } from '@tanstack/react-router';
import type { DeliveryStatus } from '../../../contract/notifications/webhook.ts';
import { inside } from '../../app/inside-route.ts';
import { lazyPage } from '../../app/lazy-page.ts';
import { oneOf, type RawSearch, text } from '../../lib/search.ts';
import { deliveryStatusNames } from './delivery-status-names.ts';

export interface DeliverySearch {
  readonly status?: DeliveryStatus | undefined;
  /** The one that is looked at. */
  readonly delivery?: string | undefined;
}

const webhooks = createRoute({
  getParentRoute: () => inside,
  path: '/webhooks',
  component: lazyPage(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => inside,
  path: '/webhooks/$webhook',
  validateSearch: (raw: RawSearch): DeliverySearch => ({
    status: oneOf(deliveryStatusNames, raw.status),
    delivery: text(raw.delivery),
  }),
  component: lazyPage(() => import('./webhook-page.tsx'), 'WebhookPage'),
});

export const webhookRoutes = [webhooks, webhook] as const;
