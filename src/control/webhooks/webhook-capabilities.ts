import type { AddressPolicy } from './judge-address.ts';
import type { SecretSeal } from './seal-secrets.ts';

/** What webhooks are signed and told by. */
export interface WebhookCapabilities {
  /** Absent without a secret of the Worker: then there are no webhooks. */
  readonly seal: SecretSeal | undefined;
  readonly addresses: AddressPolicy;
  /** Hands deliveries to the queue; rejects when it is away. Absent where there is none. */
  readonly enqueue: ((deliveryIds: readonly string[]) => Promise<void>) | undefined;
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** For a receiver's whole answer. */
  readonly answerMilliseconds: number;
}
