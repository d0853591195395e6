import { eq } from 'drizzle-orm';
import type { AuditAction } from '../../contract/access/audit-action.ts';
import { revised } from '../../db/columns.ts';
import { webhooks } from '../../db/webhooks.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { auditedWebhook, type WebhookRow } from './webhook-row.ts';

interface Change {
  readonly action: AuditAction & `webhook.${string}`;
  readonly before: WebhookRow;
  readonly set: Partial<typeof webhooks.$inferInsert>;
}

/** Changes a row that the caller has locked, and leaves the audit entry. */
export async function changeWebhook(
  { tx, audit }: UnitOfWork,
  { action, before, set }: Change,
): Promise<WebhookRow> {
  const after = exactlyOne(
    await tx
      .update(webhooks)
      .set({ ...set, ...revised(webhooks) })
      .where(eq(webhooks.id, before.id))
      .returning(),
  );
  audit({
    action,
    target: after.id,
    ...(after.environmentKey ? { environmentKey: after.environmentKey } : {}),
    before: auditedWebhook(before),
    after: auditedWebhook(after),
  });
  return after;
}
