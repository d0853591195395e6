import type { WebhookWithSecret } from '../../contract/notifications/webhook.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { changeWebhook } from './change-webhook.ts';
import { getSeal } from './get-seal.ts';
import { newSigningSecret } from './seal-secrets.ts';
import { getWebhookForUpdate, webhookResource } from './webhook-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
}

/**
 * A new secret, shown for the only time. The one before signs beside it for a day, so that a receiver
 * has time to take it over; one that cannot be opened any more is forgotten.
 */
export async function rotateWebhookSecret({
  ctx,
  input,
}: VerbCall<Input>): Promise<WebhookWithSecret> {
  authorise(ctx, 'admin');
  return mutate(ctx, async (unit) => {
    const before = await getWebhookForUpdate(unit.tx, input.id);
    assertRevision(before.revision, input.expectedRevision);
    const seal = getSeal(ctx);
    const known = (await seal.open(before.id, before.sealedSecret)) ?? [];
    const until = new Date(ctx.now().getTime() + webhookPolicy.previousSecretMilliseconds);
    const previous = known
      .filter((each) => each.until === null)
      .map((each) => ({ ...each, until: until.toISOString() }));
    const secret = newSigningSecret();
    const sealedSecret = await seal.seal(before.id, [{ secret, until: null }, ...previous]);
    const set = { sealedSecret };
    const after = await changeWebhook(unit, { action: 'webhook.rotate_secret', before, set });
    return { ...webhookResource(after), secret };
  });
}
