import { and, desc, eq, getTableColumns, lt } from 'drizzle-orm';
import {
  type DeliveryPage,
  type ListDeliveriesInput,
  listDeliveriesInput,
} from '../../contract/webhook.ts';
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
  const { status, before, limit } = parseInput(listDeliveriesInput, input.filter);
  await getWebhook({ ctx, input: { id: input.webhookId } });
  const { id, webhookId, status: statusColumn } = webhookDeliveries;
  const rows = await ctx.database.reads
    .select(withoutPayload)
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookId, input.webhookId),
        status === undefined ? undefined : eq(statusColumn, status),
        before === undefined ? undefined : lt(id, before),
      ),
    )
    .orderBy(desc(id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return {
    deliveries: page.map(deliveryResource),
    next_before: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
