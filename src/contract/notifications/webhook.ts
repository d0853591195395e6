import * as z from 'zod';
import { displayName, environmentKey } from '../fields/identifier.ts';
import { json } from '../fields/json.ts';
import { pageInput } from '../fields/page.ts';

/** `standard` sends the event as it is, `slack` a sentence about it that Slack and its like show. */
export const webhookFormats = ['standard', 'slack'] as const;

/** `pending` will be tried (again); the others are final until somebody redelivers. */
export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Whole, `flag.update`, or the noun alone, `flag`: the actions of the audit log. */
const eventPattern = z
  .string()
  .max(100)
  .regex(
    /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/,
    'expected an action such as "flag.update", or "flag"',
  );

const format = z.enum(webhookFormats);
/** As it will be asked: how else it can be spelt would only hide where it leads. */
const url = z
  .string()
  .min(1)
  .max(2_000)
  .transform((text) => URL.parse(text)?.href ?? text);
const events = z.array(eventPattern).max(50);

export const createWebhookInput = z.strictObject({
  name: displayName,
  url,
  format: format.default('standard'),
  /** What happens elsewhere is not told; what concerns all environments is. */
  environment: environmentKey.nullable().default(null),
  /** Empty: every event. */
  events: events.default([]),
});
export type CreateWebhookInput = z.input<typeof createWebhookInput>;

export const updateWebhookInput = z.strictObject({
  name: displayName.exactOptional(),
  url: url.exactOptional(),
  format: format.exactOptional(),
  environment: environmentKey.nullable().exactOptional(),
  events: events.exactOptional(),
  is_enabled: z.boolean().exactOptional(),
});
export type UpdateWebhookInput = z.input<typeof updateWebhookInput>;

/** A webhook as `/admin` shows it: never its secret. */
export const webhookResource = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  format,
  environment: z.string().nullable(),
  events: z.array(z.string()),
  is_enabled: z.boolean(),
  revision: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type WebhookResource = z.output<typeof webhookResource>;

/** The same with `whsec_…`, for the only time. */
export const webhookWithSecret = webhookResource.extend({ secret: z.string() });
export type WebhookWithSecret = z.output<typeof webhookWithSecret>;

export const listDeliveriesInput = pageInput.extend({
  status: z.enum(deliveryStatuses).optional(),
});
export type ListDeliveriesInput = z.input<typeof listDeliveriesInput>;

export const deliveryResource = z.object({
  /** What a receiver finds as `webhook-id`, at every attempt the same. */
  id: z.string(),
  webhook_id: z.string(),
  event: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.number(),
  /** Null unless it is pending. */
  next_attempt_at: z.string().nullable(),
  /** Of the last attempt; null when it was not answered. */
  response_status: z.number().nullable(),
  /** The beginning of what was answered, or why there is no answer. */
  outcome: z.string().nullable(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});
export type DeliveryResource = z.output<typeof deliveryResource>;

export const deliveryWithPayload = deliveryResource.extend({ payload: json });
export type DeliveryWithPayload = z.output<typeof deliveryWithPayload>;

export const deliveryPage = z.object({
  deliveries: z.array(deliveryResource),
  next_cursor: z.string().nullable(),
});
export type DeliveryPage = z.output<typeof deliveryPage>;

/** What is sent, as Standard Webhooks has it. */
export const webhookEvent = z.object({
  /** The action of the audit log: `flag.update`. */
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    action: z.string(),
    target: z.string(),
    environment: z.string().nullable(),
    actor: z.string(),
    /** By which the audit log knows it: `GET /admin/audit?request_id=…`. */
    request_id: z.string(),
    before: json,
    after: json,
    /** Whether one of the two was left out, as it is too large. */
    is_truncated: z.boolean(),
  }),
});
export type WebhookEvent = z.output<typeof webhookEvent>;
