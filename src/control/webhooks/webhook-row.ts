import { and, eq, getTableColumns } from 'drizzle-orm';
import type {
  DeliveryResource,
  DeliveryWithPayload,
  WebhookResource,
} from '../../contract/notifications/webhook.ts';
import type { Queryable } from '../../db/connect.ts';
import { webhookDeliveries, webhooks } from '../../db/webhooks.ts';
import { notFound } from '../errors.ts';

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof webhookDeliveries.$inferSelect;

const { sealedSecret, ...withoutSecret } = getTableColumns(webhooks);

/** What is selected of a webhook by whoever does not sign: everything but its secret. */
export const webhookColumns = withoutSecret;

type ShownWebhook = Omit<WebhookRow, 'sealedSecret'>;

/** The row, locked until the transaction ends; changes that tell it something go on meanwhile. */
export async function getWebhookForUpdate(tx: Queryable, id: string): Promise<WebhookRow> {
  const [row] = await tx.select().from(webhooks).where(eq(webhooks.id, id)).for('no key update');
  if (!row) throw noWebhook(id);
  return row;
}

export const noWebhook = (id: string) => notFound(`webhook "${id}"`);

export interface DeliveryName {
  readonly webhookId: string;
  readonly deliveryId: string;
}

export const isNamed = ({ webhookId, deliveryId }: DeliveryName) =>
  and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.id, deliveryId));

export const noDelivery = ({ webhookId, deliveryId }: DeliveryName) =>
  notFound(`delivery "${deliveryId}" of webhook "${webhookId}"`);

export const webhookResource = (row: ShownWebhook): WebhookResource => ({
  id: row.id,
  name: row.name,
  url: row.url,
  format: row.format,
  environment: row.environmentKey,
  events: row.events,
  is_enabled: row.isEnabled,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** As the audit log has it, which every viewer reads: the address of a Slack channel is a secret. */
export const auditedWebhook = (row: ShownWebhook): WebhookResource => {
  const { origin } = new URL(row.url);
  return { ...webhookResource(row), url: `${origin}/…` };
};

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

export const deliveryResource = (row: Omit<DeliveryRow, 'payload'>): DeliveryResource => ({
  id: row.id,
  webhook_id: row.webhookId,
  event: row.event,
  status: row.status,
  attempts: row.attempts,
  next_attempt_at: row.status === 'pending' ? iso(row.nextAttemptAt) : null,
  response_status: row.responseStatus,
  outcome: row.outcome,
  created_at: row.createdAt.toISOString(),
  finished_at: iso(row.finishedAt),
});

export const deliveryWithPayload = (row: DeliveryRow): DeliveryWithPayload => ({
  ...deliveryResource(row),
  payload: row.payload,
});
