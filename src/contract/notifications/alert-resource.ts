import * as z from 'zod';
import {
  type Alert,
  type AlertList,
  type AlertMessage,
  alertDeliveryStatuses,
  alertTypes,
  severities,
} from './alert.ts';

const names = z.array(z.string());

export const alert: z.ZodType<Alert> = z
  .object({
    id: z.string(),
    problem: z.string(),
    status: z.enum(['open', 'closed']),
    severity: z.enum(severities),
    title: z.string(),
    environment: z.string().nullable(),
    affected: names,
    added: names,
    recovered: names,
    consequence: z.string(),
    what_to_do: z.string(),
    details: names,
    features: z.array(
      z.object({ key: z.string(), name: z.string(), owner: z.string().nullable() }),
    ),
    opened_at: z.string(),
    closed_at: z.string().nullable(),
  })
  .meta({ id: 'Alert' });

const alertMessage: z.ZodType<AlertMessage> = z
  .object({
    id: z.string(),
    type: z.enum(alertTypes),
    at: z.string(),
    alert,
    deliveries: z.array(
      z.object({
        webhook_id: z.string(),
        delivery_id: z.string(),
        status: z.enum(alertDeliveryStatuses),
        attempts: z.number(),
      }),
    ),
  })
  .meta({ id: 'AlertMessage' });

export const listAlertsInput = z.strictObject({
  /** Of messages. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListAlertsInput = z.input<typeof listAlertsInput>;

export const alertList: z.ZodType<AlertList> = z.object({
  looked_at: z.string().nullable(),
  open: z.array(alert),
  history: z.array(alertMessage),
});
