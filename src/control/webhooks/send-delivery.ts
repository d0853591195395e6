import { Webhook } from 'standardwebhooks';
import { type WebhookEvent, webhookEvent } from '../../contract/notifications/webhook.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import { describeEvent } from './describe-event.ts';
import { findAddressProblem } from './judge-address.ts';
import type { WebhookCapabilities } from './webhook-capabilities.ts';
import type { DeliveryRow, WebhookRow } from './webhook-row.ts';

/** What one attempt came to. */
export interface Answer {
  /** Null where the receiver did not answer, or was not asked. */
  readonly status: number | null;
  /** The beginning of the answer, or why there is none. */
  readonly outcome: string;
  readonly retryAfter?: string | null;
}

export interface Sending {
  readonly webhook: Pick<WebhookRow, 'id' | 'url' | 'format' | 'sealedSecret'>;
  readonly delivery: Pick<DeliveryRow, 'id' | 'payload'>;
  readonly now: Date;
}

/** Sends once, signed after Standard Webhooks. Never rejects: whatever goes wrong is an answer. */
export async function sendDelivery(
  capabilities: WebhookCapabilities,
  { webhook, delivery, now }: Sending,
): Promise<Answer> {
  const problem = findAddressProblem(webhook.url, capabilities.addresses);
  if (problem) return unsent(`Not sent: ${problem}. Change the address of the webhook.`);
  const secrets = await capabilities.seal?.open(webhook.id, webhook.sealedSecret);
  if (!secrets) return unsent(unsignable);
  const body = JSON.stringify(bodyOf(webhook, webhookEvent.parse(delivery.payload)));
  const signing = secrets.filter(
    ({ until }) => until === null || Date.parse(until) > now.getTime(),
  );
  const signatures = signing.map(({ secret }) => new Webhook(secret).sign(delivery.id, now, body));
  return post(capabilities, {
    url: webhook.url,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Burgee-Webhooks',
      'webhook-id': delivery.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    },
  });
}

const unsent = (outcome: string): Answer => ({ status: null, outcome });

const unsignable =
  "Not sent: ADMIN_SECRET is another than the one that sealed this webhook's secret. Rotate the webhook's secret: POST /admin/webhooks/<id>/rotate-secret.";

const bodyOf = ({ format }: Pick<WebhookRow, 'format'>, event: WebhookEvent) =>
  format === 'slack' ? { text: describeEvent(event) } : event;

interface Message {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function post(
  { fetch, answerMilliseconds }: WebhookCapabilities,
  { url, body, headers }: Message,
): Promise<Answer> {
  const signal = AbortSignal.timeout(answerMilliseconds);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal,
    });
    const { status } = response;
    if (status >= 300 && status < 400) {
      await response.body?.cancel();
      return { status, outcome: 'It redirects elsewhere, which is not followed.' };
    }
    const outcome = await readBeginning(response);
    return { status, outcome, retryAfter: response.headers.get('retry-after') };
  } catch {
    return unsent(signal.aborted ? `No answer within ${answerMilliseconds} ms.` : unreachable);
  }
}

/** The platform's words for it may hold the address, which may be a secret. */
const unreachable =
  'It could not be reached: no such host, no connection, or no valid certificate.';

/** Reads on for a while after what is kept, so that the receiver is not cut off in its answer. */
async function readBeginning(response: Response): Promise<string> {
  const kept = new Uint8Array(webhookPolicy.keptBytes);
  let read = 0;
  const reader = response.body?.getReader();
  while (reader && read < webhookPolicy.answerBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    if (read < kept.length) kept.set(value.subarray(0, kept.length - read), read);
    read += value.length;
  }
  await reader?.cancel();
  const text = new TextDecoder().decode(kept.subarray(0, read));
  // Postgres keeps no NUL.
  return text.replaceAll('\0', '');
}
