import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import { cutPage } from '../../contract/fields/page.ts';
import {
  type DeliveryPage,
  type ListDeliveriesInput,
  listDeliveriesInput,
} from '../../contract/notifications/webhook.ts';
import { webhookDeliveries } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { getWebhook } from './get-webhook.ts';
import { deliveryResource } from './webhook-row.ts';

interface Input {
  readonly webhookId: string;
  readonly filter: ListDeliveriesInput;
}

const { payload, ...withoutPayload } = getTableColumns(webhookDeliveries);

/** Of one webhook, newest first: ids rise with time. */
export async function listDeliveries({ ctx, input }: VerbCall<Input>): Promise<DeliveryPage> {
  authorise(ctx, 'admin');
  const { status, limit, cursor } = parseInput(listDeliveriesInput, input.filter);
  await getWebhook({ ctx, input: { id: input.webhookId } });
  const { id, webhookId, status: statusColumn } = webhookDeliveries;
  const found = await ctx.database.reads
    .select(withoutPayload)
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookId, input.webhookId),
        status === undefined ? undefined : eq(statusColumn, status),
        cursor === undefined ? undefined : lt(id, cursor),
      ),
    )
    .orderBy(desc(id))
    .limit(limit + 1);
  const { rows, nextCursor } = cutPage(found, limit);
  return { deliveries: rows.map(deliveryResource), next_cursor: nextCursor };
}
