import {
  type UpdateWebhookInput,
  updateWebhookInput,
  type WebhookResource,
} from '../../contract/notifications/webhook.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { assertTarget } from './assert-target.ts';
import { changeWebhook } from './change-webhook.ts';
import { getWebhookForUpdate, webhookResource } from './webhook-row.ts';

interface Input {
  readonly id: string;
  readonly expectedRevision: ExpectedRevision;
  readonly change: UpdateWebhookInput;
}

/** What is pending goes to the new address. */
export async function updateWebhook({ ctx, input }: VerbCall<Input>): Promise<WebhookResource> {
  authorise(ctx, 'admin');
  const { environment, is_enabled, ...change } = parseInput(updateWebhookInput, input.change);
  return mutate(ctx, async (unit) => {
    const before = await getWebhookForUpdate(unit.tx, input.id);
    assertRevision(before.revision, input.expectedRevision);
    await assertTarget(unit.tx, ctx, { url: change.url, environment });
    const set = {
      ...change,
      ...(environment !== undefined && { environmentKey: environment }),
      ...(is_enabled !== undefined && { isEnabled: is_enabled }),
    };
    return webhookResource(await changeWebhook(unit, { action: 'webhook.update', before, set }));
  });
}
