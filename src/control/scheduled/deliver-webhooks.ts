import { and, asc, eq, lte, ne, sql } from 'drizzle-orm';
import type { Queryable } from '../../db/connect.ts';
import { webhookDeliveries } from '../../db/webhooks.ts';
import { scheduledPolicy, webhookPolicy } from '../../resource-policy.ts';
import { deliverAll } from '../webhooks/deliver-all.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Hands deliveries to the queue that are due, again or since the queue missed them; where it takes none,
 * delivers some itself. Once an hour forgets those that ended long ago.
 */
export async function deliverWebhooks({ database, webhooks, now }: ScheduledCapabilities) {
  if (!webhooks) return {};
  const { current } = database;
  if (now().getUTCMinutes() === scheduledPolicy.hourlyMinute.webhooks) await forgetOld(current);
  const due = await listDue(current);
  if (due.length === 0) return {};
  const error = webhooks.enqueue && (await failureOf(webhooks.enqueue(due)));
  if (webhooks.enqueue && !error) return { queued: due.length };
  const some = due.slice(0, webhookPolicy.deliveredByJob);
  const { attempted, errors } = await deliverAll({ database, webhooks, now }, some);
  const all = error ? [error, ...errors] : errors;
  return { due: due.length, attempted, ...(all.length > 0 && { errors: all }) };
}

async function listDue(db: Queryable): Promise<readonly string[]> {
  const { id, status, nextAttemptAt } = webhookDeliveries;
  const since = sql`now() - ${webhookPolicy.graceMilliseconds} * interval '1 millisecond'`;
  const rows = await db
    .select({ id })
    .from(webhookDeliveries)
    .where(and(eq(status, 'pending'), lte(nextAttemptAt, since)))
    .orderBy(asc(nextAttemptAt))
    .limit(webhookPolicy.dueAtOnce);
  return rows.map((row) => row.id);
}

const forgetOld = (db: Queryable) =>
  db
    .delete(webhookDeliveries)
    .where(
      and(
        ne(webhookDeliveries.status, 'pending'),
        lte(
          webhookDeliveries.finishedAt,
          sql`now() - ${webhookPolicy.keptDays} * interval '1 day'`,
        ),
      ),
    );

const failureOf = (promise: Promise<void>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error ?? new Error('the queue takes nothing'),
  );
