import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { createAttempts } from './attempts/attempts.ts';
import { consumeQueue } from './consume-queue.ts';
import { kvAuditAnchors } from './control/audit-log/audit-anchors.ts';
import { ControlError } from './control/errors.ts';
import type { LogInSettings } from './control/members/log-in-settings.ts';
import { runScheduled } from './control/scheduled/run-scheduled.ts';
import { createSecretSeal } from './control/webhooks/seal-secrets.ts';
import type { WebhookCapabilities } from './control/webhooks/webhook-capabilities.ts';
import type { DataPlane } from './data-plane.ts';
import { connect, type Database } from './db/connect.ts';
import { timeDatabase } from './db/database-time.ts';
import { isDatabaseAddress } from './db/is-database-address.ts';
import type { Config, DeliveryMessage } from './env.ts';
import { createAccessVerifier } from './http/admin/access/access-verifier.ts';
import { createAdminApp } from './http/admin/app.ts';
import { observeRequests } from './http/admin/observe-requests.ts';
import { createMetricsApp } from './http/admin/routes/metrics-app.ts';
import { createOpenfeatureApp } from './http/admin/routes/openfeature-app.ts';
import { createReadyApp } from './http/admin/routes/ready-route.ts';
import { createDescriptionApp } from './http/description/description-app.ts';
import { ensurePublished } from './hub/ensure-published.ts';
import { publishToBoth } from './hub/publish-to-both.ts';
import { logError, logEvent } from './log.ts';
import { publishPolicy, webhookPolicy } from './resource-policy.ts';
import { sleepBetween } from './sleep.ts';
import { coalescePublishes } from './snapshot/publish/coalesce-publishes.ts';
import { compileReadable } from './snapshot/publish/compile-readable.ts';
import { explainWithheld, publish } from './snapshot/publish/publish.ts';
import { watchmanClient } from './watchman/watchman-client.ts';

/** What changes flags. Imported when it is first asked for, as most isolates only serve flags. */
export function createControlPlane(config: Config, dataPlane: DataPlane) {
  const { requests, snapshots, store, hub, bundle } = dataPlane;
  const database = databaseOf(config);
  const publisher = {
    database,
    store: hub ? publishToBoth({ store, hub, logError }) : store,
    accept: snapshots.accept.bind(snapshots),
    logError,
    pause: () => sleepBetween(publishPolicy.pause),
  };
  const watchman = config.watchman && watchmanClient(config.watchman);
  const explain = (environment: string) => explainWithheld(publisher, environment);
  const capabilities = {
    database,
    adminSecret: config.adminSecret,
    attempts: createAttempts({ namespace: config.attempts, now: Date.now, logError }),
    logIn: logInSettings(config),
    access: config.access && createAccessVerifier(config.access),
    codeVersion: config.codeVersion,
    backups: config.backups && { bucket: config.backups, codeVersion: config.codeVersion },
    metricsToken: config.metricsToken,
    now: () => new Date(),
    auditAnchors: kvAuditAnchors(config.snapshots),
    store,
    published: {
      ...store,
      findKept: hub && (async (key: string) => (await hub.find(key, -Infinity))?.packed),
    },
    listAlerts: watchman?.list,
    listKeyUses: hub?.listKeyUses,
    publish: coalescePublishes((environment, options) => publish(publisher, environment, options)),
    explainWithheld: explain,
    listHeld: () => snapshots.listHeld(),
    hub,
    listBundled: bundle.list,
    keepInHub:
      hub &&
      (async (key: string) => {
        const packed = await store.find(key);
        return packed && ensurePublished(hub, key, packed);
      }),
    logError,
    pause: () => sleepBetween(publishPolicy.pause),
    webhooks: webhookCapabilities(config),
    watch: watchman && {
      watchman,
      hub,
      listBundled: bundle.list,
      explainWithheld: explain,
    },
  };
  let isUnwatchedTold = watchman !== undefined;
  const runScheduledJob = async () => {
    const startedAt = Date.now();
    if (!isUnwatchedTold) logEvent('nobody keeps watch: wrangler.toml has no binding WATCHMAN', {});
    isUnwatchedTold = true;
    const parts = await runScheduled(capabilities);
    logEvent('scheduled', { ...parts, milliseconds: Date.now() - startedAt });
  };
  const app = new Hono()
    .use(observeRequests({ requests, timeDatabase }))
    .route('/', createReadyApp(capabilities))
    .route('/', createMetricsApp(capabilities))
    .route('/', createDescriptionApp(config))
    .route('/', createOpenfeatureApp(capabilities))
    .route('/', createAdminApp(capabilities));
  return {
    app,
    runScheduledJob,
    /** Whatever fails comes again: deliveries to webhooks by the scheduled job, reports by their queue. */
    consume: (batch: MessageBatch<unknown>) => consumeQueue(capabilities, batch),
    /** What would be published now, or seconds ago. */
    compile: async (environment: string) =>
      (await compileReadable(database, environment, { mayLag: true }))?.compiled.snapshot,
  };
}

/** Cookies are signed by what is derived from ADMIN_SECRET: a new one logs everybody out. */
function logInSettings({ adminSecret, logInProviders }: Config): LogInSettings | undefined {
  if (adminSecret === undefined) return undefined;
  const secret = createHmac('sha256', adminSecret).update('burgee sessions').digest('hex');
  return { secret, providers: logInProviders };
}

/** How many messages a queue takes at once. */
const messagesAtOnce = 100;

const webhookCapabilities = (config: Config): WebhookCapabilities => {
  const { adminSecret, deliveries: queue, webhookAddresses: addresses } = config;
  return {
    seal: adminSecret === undefined ? undefined : createSecretSeal(adminSecret),
    addresses,
    enqueue: queue && ((deliveryIds) => sendToQueue(queue, deliveryIds)),
    fetch: (address, init) => fetch(address, init),
    answerMilliseconds: webhookPolicy.answerMilliseconds,
  };
};

async function sendToQueue(queue: Queue<DeliveryMessage>, deliveryIds: readonly string[]) {
  const messages = deliveryIds.map((delivery) => ({ body: { delivery } }));
  try {
    for (let start = 0; start < messages.length; start += messagesAtOnce) {
      await queue.sendBatch(messages.slice(start, start + messagesAtOnce));
    }
  } catch (error) {
    logError('the queue of deliveries to webhooks takes nothing', error);
    throw error;
  }
}

/** Without a database, or with an address that is none, flags are served all the same. */
function databaseOf({ databaseUrl, databaseReadUrl, neonProxyUrl }: Config): Database {
  if (databaseReadUrl !== undefined && !isDatabaseAddress(databaseReadUrl)) {
    logError(
      'the read replica is not asked',
      'DATABASE_READ_URL is no postgres://user:password@host/database',
    );
  }
  if (isDatabaseAddress(databaseUrl)) {
    return connect({
      databaseUrl,
      databaseReadUrl: isDatabaseAddress(databaseReadUrl) ? databaseReadUrl : undefined,
      neonProxyUrl,
    });
  }
  const refuse = () => {
    throw new ControlError(
      'database_unavailable',
      'DATABASE_URL is not set, or is no postgres://user:password@host/database. Set it with "npx wrangler secret put DATABASE_URL".',
    );
  };
  return {
    get reads() {
      return refuse();
    },
    get current() {
      return refuse();
    },
    transaction: refuse,
  };
}
