import { Hono } from 'hono';
import type {
  CreateWebhookInput,
  ListDeliveriesInput,
  UpdateWebhookInput,
} from '../../../contract/notifications/webhook.ts';
import { createWebhook } from '../../../control/webhooks/create-webhook.ts';
import { deleteWebhook } from '../../../control/webhooks/delete-webhook.ts';
import { getDelivery } from '../../../control/webhooks/get-delivery.ts';
import { getWebhook } from '../../../control/webhooks/get-webhook.ts';
import { listDeliveries } from '../../../control/webhooks/list-deliveries.ts';
import { listWebhooks } from '../../../control/webhooks/list-webhooks.ts';
import { redeliver } from '../../../control/webhooks/redeliver.ts';
import { rotateWebhookSecret } from '../../../control/webhooks/rotate-webhook-secret.ts';
import { testWebhook } from '../../../control/webhooks/test-webhook.ts';
import { updateWebhook } from '../../../control/webhooks/update-webhook.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

const webhooks = new Hono<AdminEnv>()
  .get('/', async (c) =>
    c.json({ webhooks: await listWebhooks({ ctx: c.var.control, input: undefined }) }),
  )
  .post('/', jsonBody<CreateWebhookInput>(), async (c) => {
    const webhook = await createWebhook({ ctx: c.var.control, input: c.req.valid('json') });
    return c.json(withEtag(c, webhook), 201);
  })
  .get('/:id', async (c) => {
    const webhook = await getWebhook({ ctx: c.var.control, input: { id: c.req.param('id') } });
    return c.json(withEtag(c, webhook));
  })
  .patch('/:id', jsonBody<UpdateWebhookInput>(), async (c) => {
    const input = {
      id: c.req.param('id'),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateWebhook({ ctx: c.var.control, input })));
  })
  .delete('/:id', async (c) => {
    const input = { id: c.req.param('id'), expectedRevision: expectedRevision(c) };
    await deleteWebhook({ ctx: c.var.control, input });
    return c.body(null, 204);
  })
  .post('/:id/rotate-secret', async (c) => {
    const input = { id: c.req.param('id'), expectedRevision: expectedRevision(c) };
    return c.json(withEtag(c, await rotateWebhookSecret({ ctx: c.var.control, input })));
  })
  .post('/:id/test', async (c) =>
    c.json(await testWebhook({ ctx: c.var.control, input: { id: c.req.param('id') } })),
  );

const deliveries = new Hono<AdminEnv>()
  .get('/', queryOf<ListDeliveriesInput>(), async (c) => {
    const input = { webhookId: c.req.param('id') ?? '', filter: c.req.valid('query') };
    return c.json(await listDeliveries({ ctx: c.var.control, input }));
  })
  .get('/:delivery', async (c) => {
    const input = { webhookId: c.req.param('id') ?? '', deliveryId: c.req.param('delivery') };
    return c.json(await getDelivery({ ctx: c.var.control, input }));
  })
  .post('/:delivery/redeliver', async (c) => {
    const input = { webhookId: c.req.param('id') ?? '', deliveryId: c.req.param('delivery') };
    return c.json(await redeliver({ ctx: c.var.control, input }), 202);
  });

export const webhookRoutes = webhooks.route('/:id/deliveries', deliveries);
