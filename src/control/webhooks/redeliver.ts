import { sql } from 'drizzle-orm';
import type { DeliveryResource } from '../../contract/notifications/webhook.ts';
import { webhookDeliveries } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { enqueueDeliveries } from './queue-deliveries.ts';
import { type DeliveryName, deliveryResource, isNamed, noDelivery } from './webhook-row.ts';

/**
 * Due at once, with all its attempts before it, whatever came of it before. The id stays: a receiver
 * that has it already drops it.
 */
export async function redeliver({ ctx, input }: VerbCall<DeliveryName>): Promise<DeliveryResource> {
  authorise(ctx, 'admin');
  const row = await mutate(ctx, async ({ tx, audit }) => {
    const [due] = await tx
      .update(webhookDeliveries)
      .set({ status: 'pending', attempts: 0, nextAttemptAt: sql`now()`, finishedAt: null })
      .where(isNamed(input))
      .returning();
    if (!due) throw noDelivery(input);
    audit({ action: 'webhook.redeliver', target: input.webhookId, after: { delivery: due.id } });
    return due;
  });
  await enqueueDeliveries(ctx, [row.id]);
  return deliveryResource(row);
}
