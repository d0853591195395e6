import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { changeWebhook } from './change-webhook.ts';
import { getWebhookForUpdate } from './webhook-row.ts';

/** Its receiver answered 410, Gone: it is told nothing more until a person switches it on again. */
export async function disableGoneWebhook({ ctx, input }: VerbCall<{ id: string }>): Promise<void> {
  authorise(ctx, 'admin');
  await mutate(ctx, async (unit) => {
    const before = await getWebhookForUpdate(unit.tx, input.id);
    if (!before.isEnabled) return;
    await changeWebhook(unit, { action: 'webhook.disable', before, set: { isEnabled: false } });
  });
}
