import type { WebhookEvent } from '../../contract/notifications/webhook.ts';
import type { Json } from '../../engine/json.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import type { AuditEntry } from '../audit.ts';
import type { ControlContext } from '../context.ts';
import type { WebhookRow } from './webhook-row.ts';

/** What is done to a webhook's own deliveries, and changes nothing. */
const untold: readonly string[] = ['webhook.test', 'webhook.redeliver'];

/** Of the log, or of an alert, which is not in it. */
type Told = Omit<AuditEntry, 'action'> & { readonly action: string };

export const isTold = ({ action }: Told): boolean => !untold.includes(action);

type Subscription = Pick<WebhookRow, 'environmentKey' | 'events'>;

/** What concerns no environment concerns all of them. */
export const isMeantFor = ({ environmentKey, events }: Subscription, entry: Told): boolean =>
  (environmentKey === null || (entry.environmentKey ?? environmentKey) === environmentKey) &&
  (events.length === 0 || events.some((event) => isNamed(event, entry.action)));

const isNamed = (event: string, action: string): boolean =>
  action === event || action.startsWith(`${event}.`);

type Occasion = Pick<ControlContext, 'actor' | 'now' | 'requestId'>;

/** As it is sent, of what the audit log is told, which holds no secrets. */
export function webhookEvent(entry: Told, { actor, now, requestId }: Occasion): WebhookEvent {
  const [before, after] = [boundedJson(entry.before), boundedJson(entry.after)];
  return {
    type: entry.action,
    timestamp: now().toISOString(),
    data: {
      action: entry.action,
      target: entry.target,
      environment: entry.environmentKey ?? null,
      actor: entry.actor ?? actor.id,
      request_id: requestId,
      before: before ?? null,
      after: after ?? null,
      is_truncated: before === undefined || after === undefined,
    },
  };
}

/** Undefined where it is too large. */
function boundedJson(value: unknown): Json | undefined {
  const text = JSON.stringify(value ?? null);
  return text.length > webhookPolicy.stateCharacters ? undefined : JSON.parse(text);
}
