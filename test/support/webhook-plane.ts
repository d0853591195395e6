import { sql } from 'drizzle-orm';
import { deliverWebhooks } from '../../src/control/scheduled/deliver-webhooks.ts';
import { createWebhook } from '../../src/control/webhooks/create-webhook.ts';
import { deliverAll } from '../../src/control/webhooks/deliver-all.ts';
import { createSecretSeal } from '../../src/control/webhooks/seal-secrets.ts';
import type { WebhookCapabilities } from '../../src/control/webhooks/webhook-capabilities.ts';
import { rowsOf } from '../../src/db/rows.ts';
import { startControlPlane } from './control-plane.ts';
import { startReceiver } from './webhook-receiver.ts';

export const workerSecret = 'an-admin-secret-of-more-than-32-characters';

/** The verbs with webhooks that reach a real server, and a queue that a test empties by hand. */
export async function startWebhookPlane() {
  const plane = await startControlPlane();
  const receiver = await startReceiver();
  const queued: string[] = [];
  const webhooks: WebhookCapabilities = {
    seal: createSecretSeal(workerSecret),
    addresses: { hosts: [], allowsLoopback: true },
    enqueue: async (ids) => {
      queued.push(...ids);
    },
    fetch: (address, init) => fetch(address, init),
    answerMilliseconds: 20_000,
  };
  const { database } = plane;
  const now = () => new Date();
  const ctx = { ...plane.ctx, webhooks };
  const query = <Row>(text: string) => database.transaction((tx) => rowsOf<Row>(tx, sql.raw(text)));
  return {
    ...plane,
    ctx,
    receiver,
    queued,
    webhooks,
    query,
    /** Whatever the queue holds, as its consumer does. */
    deliver: (capabilities: Partial<WebhookCapabilities> = {}, at = now) =>
      deliverAll(
        { database, webhooks: { ...webhooks, ...capabilities }, now: at },
        queued.splice(0),
      ),
    /** As the scheduled job does in that minute. */
    runScheduled: (capabilities: Partial<WebhookCapabilities> = {}, at = new Date(0)) =>
      deliverWebhooks({
        database,
        webhooks: { ...webhooks, ...capabilities },
        now: () => at,
        store: plane.store,
        publish: async () => undefined,
      }),
    /** What is pending waits no longer. */
    elapse: () =>
      query(
        `update webhook_deliveries set next_attempt_at = now() - interval '1 minute' where status = 'pending'`,
      ),
    create: (path: string, input: object = {}) =>
      createWebhook({ ctx, input: { name: 'Test', url: receiver.url + path, ...input } }),
    dispose: async () => {
      receiver.stop();
      await plane.dispose();
    },
  };
}

export type WebhookPlane = Awaited<ReturnType<typeof startWebhookPlane>>;
