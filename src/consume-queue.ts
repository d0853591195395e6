import { countReports } from './control/usage/count-reports.ts';
import type { DeliveryCapabilities } from './control/webhooks/attempt-delivery.ts';
import { deliverAll } from './control/webhooks/deliver-all.ts';
import { isRecord } from './engine/is-record.ts';

interface Capabilities extends DeliveryCapabilities {
  readonly logError: (message: string, error: unknown) => void;
}

/** What a queue hands out, which is all of one kind. Never rejects. */
export async function consumeQueue(
  capabilities: Capabilities,
  batch: MessageBatch<unknown>,
): Promise<void> {
  const ids = batch.messages.flatMap(({ body }) => (isDelivery(body) ? [body.delivery] : []));
  const { errors } = await deliverAll(capabilities, ids);
  for (const error of errors) {
    capabilities.logError('a delivery to a webhook was not attempted', error);
  }
  const reports = batch.messages.filter(({ body }) => !isDelivery(body));
  await countReports(capabilities, reports);
}

const isDelivery = (body: unknown): body is { readonly delivery: string } =>
  isRecord(body) && typeof body.delivery === 'string';
