import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import type { Queryable } from '../../db/connect.ts';
import { webhookDeliveries, webhooks } from '../../db/webhooks.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import { withTimeout } from '../../snapshot/with-timeout.ts';
import type { AuditEntry } from '../audit.ts';
import type { ControlContext } from '../context.ts';
import { isMeantFor, isTold, webhookEvent } from './webhook-event.ts';

/** A statement takes 65,535 parameters. */
const rowsOfStatement = 1_000;

/**
 * Writes what webhooks are to be told of a change, within its transaction: nothing is told that did not
 * happen, and nothing happens untold. Without webhooks it costs one query. One that is being deleted is
 * passed over, and none is waited for; one that has lost what it listens to is told nothing. Returns the
 * deliveries' ids.
 */
export async function queueDeliveries(
  tx: Queryable,
  ctx: ControlContext,
  entries: readonly AuditEntry[],
): Promise<readonly string[]> {
  const told = entries.filter(isTold);
  if (told.length === 0) return [];
  const { id, environmentKey, events } = webhooks;
  const listeners = await tx
    .select({ id, environmentKey, events })
    .from(webhooks)
    .where(and(eq(webhooks.isEnabled, true), isNotNull(events)))
    .for('key share', { skipLocked: true });
  const rows = listeners.flatMap((webhook) =>
    told
      .filter((entry) => isMeantFor(webhook, entry))
      .map((entry) => toRow(webhook.id, entry, ctx)),
  );
  for (let start = 0; start < rows.length; start += rowsOfStatement) {
    await tx.insert(webhookDeliveries).values(rows.slice(start, start + rowsOfStatement));
  }
  return rows.map((row) => row.id);
}

/** Due at once. */
export const toRow = (webhookId: string, entry: AuditEntry, ctx: ControlContext) => ({
  id: `msg_${newId()}`,
  webhookId,
  event: entry.action,
  payload: webhookEvent(entry, ctx),
  nextAttemptAt: sql`now()`,
});

/** After the commit. Never rejects: what the queue does not get, the scheduled job finds. */
export async function enqueueDeliveries(
  { webhooks: capabilities }: Pick<ControlContext, 'webhooks'>,
  deliveryIds: readonly string[],
): Promise<void> {
  if (!capabilities?.enqueue || deliveryIds.length === 0) return;
  await withTimeout(capabilities.enqueue(deliveryIds), webhookPolicy.enqueueMilliseconds).catch(
    () => {},
  );
}
