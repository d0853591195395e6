import { eq } from 'drizzle-orm';
import { webhooks } from '../../db/webhooks.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { auditedWebhook, getWebhookForUpdate } from './webhook-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
}

/** With its deliveries, pending ones as well. */
export async function deleteWebhook({ ctx, input }: VerbCall<Input>): Promise<void> {
  authorise(ctx, 'admin');
  await mutate(ctx, async ({ tx, audit }) => {
    const before = await getWebhookForUpdate(tx, input.id);
    assertRevision(before.revision, input.expectedRevision);
    await tx.delete(webhooks).where(eq(webhooks.id, input.id));
    audit({
      action: 'webhook.delete',
      target: input.id,
      ...(before.environmentKey ? { environmentKey: before.environmentKey } : {}),
      before: auditedWebhook(before),
    });
  });
}
