import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { deliveryStatuses, webhookFormats } from '../contract/notifications/webhook.ts';
import type { Json } from '../engine/json.ts';
import { createdAt, instant, requiredText, revision, timestamps } from './columns.ts';
import { environments } from './environments.ts';

export const webhookFormat = pgEnum('webhook_format', webhookFormats);
export const deliveryStatus = pgEnum('delivery_status', deliveryStatuses);

/** Who is told of what happens. No environment: all of them; no events: every event. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: requiredText('id'),
    name: requiredText('name'),
    url: requiredText('url'),
    format: webhookFormat('format').notNull().default('standard'),
    environmentKey: text('environment_key'),
    events: text('events').array().notNull().default(sql`'{}'::text[]`),
    /** What deliveries are signed with, sealed by the Worker's secret. */
    sealedSecret: requiredText('sealed_secret'),
    isEnabled: boolean('is_enabled').notNull().default(true),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'webhooks_pkey', columns: [table.id] }),
    index('webhooks_environment_key_idx').on(table.environmentKey),
    foreignKey({
      name: 'webhooks_environment_key_fkey',
      columns: [table.environmentKey],
      foreignColumns: [environments.key],
    }).onDelete('cascade'),
  ],
);

/** One event for one webhook, written with the change that it tells of; kept as the log. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    /** Also the message id by which a receiver knows it again. */
    id: requiredText('id'),
    webhookId: requiredText('webhook_id'),
    event: requiredText('event'),
    payload: jsonb('payload').$type<Json>().notNull(),
    status: deliveryStatus('status').notNull().default('pending'),
    attempts: bigint('attempts', { mode: 'number' }).notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    responseStatus: bigint('response_status', { mode: 'number' }),
    /** The beginning of what the receiver answered, or why there is no answer. */
    outcome: text('outcome'),
    createdAt: createdAt(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ name: 'webhook_deliveries_pkey', columns: [table.id] }),
    index('webhook_deliveries_webhook_id_idx').on(table.webhookId, table.createdAt),
    index('webhook_deliveries_next_attempt_at_idx')
      .on(table.nextAttemptAt)
      .where(sql`${table.status} = 'pending'`),
    foreignKey({
      name: 'webhook_deliveries_webhook_id_fkey',
      columns: [table.webhookId],
      foreignColumns: [webhooks.id],
    }).onDelete('cascade'),
  ],
);
