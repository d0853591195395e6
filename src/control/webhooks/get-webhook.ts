import { eq } from 'drizzle-orm';
import type { WebhookResource } from '../../contract/notifications/webhook.ts';
import { webhooks } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { noWebhook, webhookColumns, webhookResource } from './webhook-row.ts';

export async function getWebhook({
  ctx,
  input,
}: VerbCall<{ id: string }>): Promise<WebhookResource> {
  authorise(ctx, 'admin');
  const [row] = await ctx.database.reads
    .select(webhookColumns)
    .from(webhooks)
    .where(eq(webhooks.id, input.id));
  if (!row) throw noWebhook(input.id);
  return webhookResource(row);
}
