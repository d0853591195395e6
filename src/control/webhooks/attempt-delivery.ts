import { and, eq, lte, sql } from 'drizzle-orm';
import type { Database, Queryable } from '../../db/connect.ts';
import { webhookDeliveries, webhooks } from '../../db/webhooks.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import type { ControlContext } from '../context.ts';
import { disableGoneWebhook } from './disable-gone-webhook.ts';
import { judgeAnswer, type Verdict } from './judge-answer.ts';
import { type Answer, sendDelivery } from './send-delivery.ts';
import type { WebhookCapabilities } from './webhook-capabilities.ts';
import type { DeliveryRow, WebhookRow } from './webhook-row.ts';

export const testEvent = 'webhook.test';

export interface DeliveryCapabilities {
  readonly database: Database;
  readonly webhooks: WebhookCapabilities;
  readonly now: () => Date;
}

/**
 * Attempts one delivery if it is due and nobody else does, and notes what came of it: it returns whether
 * it was attempted. Whoever is lost in the middle leaves it due again after a minute, so that a receiver
 * may be sent the same twice, by the same id.
 */
export async function attemptDelivery(
  capabilities: DeliveryCapabilities,
  deliveryId: string,
): Promise<boolean> {
  const { database, now } = capabilities;
  const delivery = await claim(database.current, deliveryId);
  const webhook = delivery && (await findWebhook(database.current, delivery.webhookId));
  if (!delivery || !webhook) return false;
  const isTest = delivery.event === testEvent;
  const at = now();
  const answer =
    webhook.isEnabled || isTest
      ? await sendDelivery(capabilities.webhooks, { webhook, delivery, now: at })
      : switchedOff;
  const verdict = judgeAnswer({
    answer,
    attempts: delivery.attempts,
    mostAttempts: isTest || answer === switchedOff ? 1 : webhookPolicy.attempts,
    now: at,
    random: Math.random(),
  });
  await record(database.current, { delivery, answer, verdict });
  if (verdict.isGone) {
    const ctx = deliveringContext(capabilities, deliveryId);
    await disableGoneWebhook({ ctx, input: { id: webhook.id } });
  }
  return true;
}

const switchedOff: Answer = {
  status: null,
  outcome: 'Not sent: the webhook was switched off. Switch it on, then redeliver.',
};

/** Asked twice, as what goes over HTTP may be, it is lost to both, and due again after a minute. */
async function claim(db: Queryable, deliveryId: string): Promise<DeliveryRow | undefined> {
  const { id, status, nextAttemptAt, attempts } = webhookDeliveries;
  const [row] = await db
    .update(webhookDeliveries)
    .set({ attempts: sql`${attempts} + 1`, nextAttemptAt: after(webhookPolicy.claimMilliseconds) })
    .where(and(eq(id, deliveryId), eq(status, 'pending'), lte(nextAttemptAt, sql`now()`)))
    .returning();
  return row;
}

async function findWebhook(db: Queryable, id: string): Promise<WebhookRow | undefined> {
  const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
  return row;
}

interface Ended {
  readonly delivery: DeliveryRow;
  readonly answer: Answer;
  readonly verdict: Verdict;
}

/** Nothing, where another has attempted it since. */
async function record(db: Queryable, { delivery, answer, verdict }: Ended): Promise<void> {
  const { status, pauseMilliseconds } = verdict;
  const isOver = pauseMilliseconds === undefined;
  await db
    .update(webhookDeliveries)
    .set({
      status,
      responseStatus: answer.status,
      outcome: answer.outcome,
      nextAttemptAt: isOver ? null : after(pauseMilliseconds),
      finishedAt: isOver ? sql`now()` : null,
    })
    .where(
      and(
        eq(webhookDeliveries.id, delivery.id),
        eq(webhookDeliveries.attempts, delivery.attempts),
        eq(webhookDeliveries.status, 'pending'),
      ),
    );
}

/** By the database's clock, which alone decides what is due. */
const after = (milliseconds: number) => sql`now() + ${milliseconds} * interval '1 millisecond'`;

/** Nobody asked for what happens then; the request that it is named by is the delivery. */
const deliveringContext = (
  { database, webhooks, now }: DeliveryCapabilities,
  deliveryId: string,
): ControlContext => ({
  database,
  webhooks,
  now,
  actor: { id: 'webhooks', role: 'admin' },
  address: null,
  requestId: deliveryId,
  publish: async () => [],
});
