import type { DeliveryWithPayload } from '../../contract/notifications/webhook.ts';
import { webhookDeliveries } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { type DeliveryName, deliveryWithPayload, isNamed, noDelivery } from './webhook-row.ts';

/** With what was sent, or will be. */
export async function getDelivery({
  ctx,
  input,
}: VerbCall<DeliveryName>): Promise<DeliveryWithPayload> {
  authorise(ctx, 'admin');
  const [row] = await ctx.database.reads.select().from(webhookDeliveries).where(isNamed(input));
  if (!row) throw noDelivery(input);
  return deliveryWithPayload(row);
}
