import { webhookPolicy } from '../../resource-policy.ts';
import { attemptDelivery, type DeliveryCapabilities } from './attempt-delivery.ts';

/**
 * A few at the same time. One that fails on our side keeps no other from its turn, and is due again
 * by itself. Returns how many were attempted, and the errors.
 */
export async function deliverAll(
  capabilities: DeliveryCapabilities,
  deliveryIds: readonly string[],
): Promise<{ readonly attempted: number; readonly errors: readonly unknown[] }> {
  const waiting = [...new Set(deliveryIds)];
  const errors: unknown[] = [];
  let attempted = 0;
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        if (await attemptDelivery(capabilities, id)) attempted += 1;
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: webhookPolicy.atOnce }, work));
  return { attempted, errors };
}
