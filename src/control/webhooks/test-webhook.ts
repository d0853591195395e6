import { eq } from 'drizzle-orm';
import type { DeliveryWithPayload } from '../../contract/notifications/webhook.ts';
import { webhookDeliveries } from '../../db/webhooks.ts';
import type { AuditEntry } from '../audit.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { attemptDelivery, testEvent } from './attempt-delivery.ts';
import { getSeal } from './get-seal.ts';
import { toRow } from './queue-deliveries.ts';
import { deliveryWithPayload, getWebhookForUpdate } from './webhook-row.ts';

/** Sends an event of its own now, once, also where the webhook is switched off; returns what came of it. */
export async function testWebhook({
  ctx,
  input,
}: VerbCall<{ id: string }>): Promise<DeliveryWithPayload> {
  authorise(ctx, 'admin');
  const { database, now } = ctx;
  const id = await mutate(ctx, async ({ tx, audit }) => {
    const webhook = await getWebhookForUpdate(tx, input.id);
    getSeal(ctx);
    const entry: AuditEntry = {
      action: testEvent,
      target: webhook.id,
      ...(webhook.environmentKey ? { environmentKey: webhook.environmentKey } : {}),
    };
    const row = toRow(webhook.id, entry, ctx);
    await tx.insert(webhookDeliveries).values(row);
    audit(entry);
    return row.id;
  });
  if (ctx.webhooks) await attemptDelivery({ database, webhooks: ctx.webhooks, now }, id);
  const rows = await database.current
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id));
  return deliveryWithPayload(exactlyOne(rows));
}
