import {
  createWebhookInput,
  deliveryPage,
  deliveryResource,
  deliveryWithPayload,
  listDeliveriesInput,
  updateWebhookInput,
  webhookResource,
  webhookWithSecret,
} from '../../../contract/notifications/webhook.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const sealed = ['not_configured'] as const;

export const webhooks: Section = {
  title: 'Webhooks',
  says: 'Addresses that are told of each change, signed as Standard Webhooks specifies.',
  operations: [
    {
      route: 'GET /admin/webhooks',
      summary: 'Lists all webhooks, without their secrets.',
      needs: 'admin',
      answer: listOf('webhooks', webhookResource),
    },
    {
      route: 'POST /admin/webhooks',
      summary: 'Creates a webhook. Its secret is in this answer and in no other.',
      needs: 'admin',
      body: createWebhookInput,
      sample: { name: 'Deploys', url: 'https://hooks.example.com/burgee', events: ['flag_state'] },
      answer: webhookWithSecret,
      status: 201,
      refuses: ['not_found', ...sealed],
    },
    {
      route: 'GET /admin/webhooks/:id',
      summary: 'Shows one webhook.',
      needs: 'admin',
      answer: webhookResource,
    },
    {
      route: 'PATCH /admin/webhooks/:id',
      summary: 'Changes where a webhook sends and which events, or switches it off.',
      needs: 'admin',
      body: updateWebhookInput,
      sample: { is_enabled: false },
      answer: webhookResource,
      ifMatch: true,
    },
    {
      route: 'DELETE /admin/webhooks/:id',
      summary: 'Deletes a webhook with its deliveries.',
      needs: 'admin',
      status: 204,
      ifMatch: true,
    },
    {
      route: 'POST /admin/webhooks/:id/rotate-secret',
      summary: 'Gives a webhook a new secret; the old one signs as well for another day.',
      needs: 'admin',
      answer: webhookWithSecret,
      ifMatch: true,
      refuses: sealed,
    },
    {
      route: 'POST /admin/webhooks/:id/test',
      summary: 'Sends the event webhook.test now, and tells what came of it.',
      needs: 'admin',
      answer: deliveryWithPayload,
    },
    {
      route: 'GET /admin/webhooks/:id/deliveries',
      summary: 'Lists the deliveries of a webhook, the newest first.',
      needs: 'admin',
      query: listDeliveriesInput,
      answer: deliveryPage,
    },
    {
      route: 'GET /admin/webhooks/:id/deliveries/:delivery',
      summary: 'Shows one delivery, with what was sent.',
      needs: 'admin',
      answer: deliveryWithPayload,
    },
    {
      route: 'POST /admin/webhooks/:id/deliveries/:delivery/redeliver',
      summary: 'Sends a delivery again, by way of the queue.',
      needs: 'admin',
      answer: deliveryResource,
      status: 202,
    },
  ],
};
