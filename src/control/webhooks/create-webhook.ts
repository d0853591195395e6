import { v7 as newId } from 'uuid';
import {
  type CreateWebhookInput,
  createWebhookInput,
  type WebhookWithSecret,
} from '../../contract/notifications/webhook.ts';
import type { Queryable } from '../../db/connect.ts';
import { webhooks } from '../../db/webhooks.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertTarget } from './assert-target.ts';
import { getSeal } from './get-seal.ts';
import { newSigningSecret } from './seal-secrets.ts';
import { auditedWebhook, webhookResource } from './webhook-row.ts';

/** The answer holds the secret that deliveries are signed with, for the only time. */
export async function createWebhook({
  ctx,
  input,
}: VerbCall<CreateWebhookInput>): Promise<WebhookWithSecret> {
  authorise(ctx, 'admin');
  const { name, url, format, environment, events } = parseInput(createWebhookInput, input);
  return mutate(ctx, async ({ tx, audit }) => {
    await assertTarget(tx, ctx, { url, environment });
    await assertRoom(tx);
    const id = newId();
    const secret = newSigningSecret();
    const row = exactlyOne(
      await tx
        .insert(webhooks)
        .values({
          id,
          name,
          url,
          format,
          environmentKey: environment,
          events,
          sealedSecret: await getSeal(ctx).seal(id, [{ secret, until: null }]),
        })
        .returning(),
    );
    audit({
      action: 'webhook.create',
      target: id,
      ...(environment ? { environmentKey: environment } : {}),
      after: auditedWebhook(row),
    });
    return { ...webhookResource(row), secret };
  });
}

async function assertRoom(tx: Queryable): Promise<void> {
  const count = await tx.$count(webhooks);
  if (count < webhookPolicy.most) return;
  throw invalidInput([
    { path: '', message: `there are ${count} webhooks, which is the most; delete one first` },
  ]);
}
