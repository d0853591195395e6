import { asc } from 'drizzle-orm';
import type { WebhookResource } from '../../contract/notifications/webhook.ts';
import { webhooks } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { webhookColumns, webhookResource } from './webhook-row.ts';

/** Every webhook, oldest first. For admins, as an address may be a secret itself. */
export async function listWebhooks({ ctx }: VerbCall): Promise<readonly WebhookResource[]> {
  authorise(ctx, 'admin');
  const rows = await ctx.database.reads
    .select(webhookColumns)
    .from(webhooks)
    .orderBy(asc(webhooks.id));
  return rows.map(webhookResource);
}
