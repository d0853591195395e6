import { sql } from 'drizzle-orm';
import type { WebhookEvent } from '../../contract/notifications/webhook.ts';
import type { Database, Queryable } from '../../db/connect.ts';
import { rowsOf } from '../../db/rows.ts';
import { watchPolicy, webhookPolicy } from '../../resource-policy.ts';
import type { CopiedWebhook } from '../../watchman/copied-webhook.ts';
import type { Outgoing, Recipient } from '../../watchman/outgoing.ts';
import type { Errand } from '../../watchman/watch-book.ts';
import { judgeAnswer } from '../webhooks/judge-answer.ts';
import { enqueueDeliveries } from '../webhooks/queue-deliveries.ts';
import { sendDelivery } from '../webhooks/send-delivery.ts';
import type { WebhookCapabilities } from '../webhooks/webhook-capabilities.ts';
import { isMeantFor, webhookEvent } from '../webhooks/webhook-event.ts';

export interface TellCapabilities {
  readonly database: Database;
  readonly webhooks?: WebhookCapabilities | undefined;
  readonly now: () => Date;
}

/**
 * Tells webhooks of what is new, through their outbox. What that does not take, as the database is away,
 * read-only or has lost its table, is sent from here, to whom it was meant for, as often and in the same
 * intervals; and is written into the log when there is one again. Returns how far each is.
 */
export async function tellAlerts(
  capabilities: TellCapabilities,
  { outgoing, webhooks }: Errand,
): Promise<readonly Outgoing[]> {
  const addressed = outgoing.map((each) => ({
    ...each,
    recipients: each.recipients ?? recipientsOf(each, webhooks),
  }));
  const logged = await writeDown(capabilities, addressed);
  const now = capabilities.now();
  return Promise.all(
    addressed.map(async (each) => ({
      ...each,
      recipients: await Promise.all(
        each.recipients.map((recipient) =>
          logged?.has(recipient.webhook.id)
            ? { ...recipient, ...inLog(recipient) }
            : sendDirectly(capabilities, { ...each, recipient, isLost: logged !== undefined, now }),
        ),
      ),
    })),
  );
}

const inLog = ({ status }: Recipient) =>
  ({ status: status === 'pending' ? 'queued' : status, isLogged: true }) as const;

const recipientsOf = (
  { message }: Outgoing,
  webhooks: readonly CopiedWebhook[],
): readonly Recipient[] => {
  const { environment } = message.alert;
  const entry = {
    action: message.type,
    target: message.alert.problem,
    ...(environment !== null && { environmentKey: environment }),
  };
  return webhooks
    .filter((webhook) => isMeantFor({ ...webhook, events: [...webhook.events] }, entry))
    .map((webhook) => ({
      webhook,
      deliveryId: `msg_${message.id}_${webhook.id.slice(-12)}`,
      status: 'pending',
      isLogged: false,
      attempts: 0,
      nextAttemptAt: 0,
      responseStatus: null,
      outcome: null,
    }));
};

/** As every event is sent: the state before, and the one after. */
const eventOf = ({ message }: Outgoing): WebhookEvent =>
  webhookEvent(
    {
      action: message.type,
      target: message.alert.problem,
      ...(message.alert.environment !== null && { environmentKey: message.alert.environment }),
      before: message.before,
      after: message.alert,
    },
    {
      actor: { id: 'watchman', role: 'viewer' },
      now: () => new Date(message.at),
      requestId: message.id,
    },
  );

type Addressed = Outgoing & { readonly recipients: readonly Recipient[] };

/** Ids of the webhooks that have a log; undefined where nothing can be written. */
async function writeDown(
  { database, webhooks }: TellCapabilities,
  outgoing: readonly Addressed[],
): Promise<ReadonlySet<string> | undefined> {
  const rows = outgoing.flatMap((each) => {
    const payload = eventOf(each);
    return each.recipients
      .filter(({ isLogged }) => !isLogged)
      .map((recipient) => rowOf(recipient, payload));
  });
  if (rows.length === 0) return new Set();
  try {
    const known = await insert(database.current, rows);
    const due = rows.filter(({ status, webhook }) => status === 'pending' && known.has(webhook));
    await enqueueDeliveries(
      { ...(webhooks && { webhooks }) },
      due.map(({ id }) => id),
    );
    return known;
  } catch {
    return undefined;
  }
}

const rowOf = (recipient: Recipient, payload: WebhookEvent) => ({
  id: recipient.deliveryId,
  webhook: recipient.webhook.id,
  event: payload.type,
  payload,
  // What became of an answer is not known: it starts anew.
  status: recipient.status === 'queued' ? 'pending' : recipient.status,
  attempts: recipient.status === 'pending' ? 0 : recipient.attempts,
  response_status: recipient.responseStatus,
  outcome: recipient.outcome,
});

/** Asked twice, as what goes over HTTP may be, it writes once. */
async function insert(
  db: Queryable,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<ReadonlySet<string>> {
  const known = await rowsOf<{ id: string }>(
    db,
    sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given(
        id text, webhook text, event text, payload jsonb, status delivery_status, attempts bigint,
        response_status bigint, outcome text)
    ), known as (
      select id from webhooks where id in (select webhook from given)
    ), written as (
      insert into webhook_deliveries
        (id, webhook_id, event, payload, status, attempts, response_status, outcome, next_attempt_at, finished_at)
      select given.id, webhook, event, payload, status, attempts, response_status, outcome,
        case when status = 'pending' then now() end, case when status <> 'pending' then now() end
      from given join known on known.id = webhook
      on conflict (id) do nothing
    )
    select id from known`,
  );
  return new Set(known.map(({ id }) => id));
}

interface Sending extends Outgoing {
  readonly recipient: Recipient;
  /** The database answers, and does not know the webhook: there is no log to write it into. */
  readonly isLost: boolean;
  readonly now: Date;
}

async function sendDirectly(
  { webhooks }: TellCapabilities,
  { recipient, isLost, now, ...outgoing }: Sending,
): Promise<Recipient> {
  const isLate = now.getTime() - Date.parse(outgoing.message.at) >= watchPolicy.logMilliseconds;
  const isLogged = recipient.isLogged || isLost || isLate;
  const isDue = recipient.status === 'pending' && recipient.nextAttemptAt <= now.getTime();
  if (!isDue || !webhooks) return { ...recipient, isLogged };
  const attempts = recipient.attempts + 1;
  const delivery = { id: recipient.deliveryId, payload: eventOf(outgoing) };
  const answer = await sendDelivery(webhooks, { webhook: recipient.webhook, delivery, now });
  const { status, pauseMilliseconds = 0 } = judgeAnswer({
    answer,
    attempts,
    mostAttempts: webhookPolicy.attempts,
    now,
    random: Math.random(),
  });
  return {
    ...recipient,
    status,
    isLogged,
    attempts,
    nextAttemptAt: now.getTime() + pauseMilliseconds,
    responseStatus: answer.status,
    outcome: answer.outcome,
  };
}
