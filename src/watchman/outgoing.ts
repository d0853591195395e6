import type { AlertDeliveryStatus, AlertMessage } from '../contract/notifications/alert.ts';
import type { CopiedWebhook } from './copied-webhook.ts';
import type { NewMessage } from './judge-look.ts';

/** Who is to be sent a message, and how far that is. Instants are in milliseconds since the epoch. */
export interface Recipient {
  /** As it was when the message came about: it may be lost since. */
  readonly webhook: CopiedWebhook;
  /** The same however it is sent, so that a receiver knows it again. */
  readonly deliveryId: string;
  readonly status: AlertDeliveryStatus;
  /** Whether the webhook's own log has it. */
  readonly isLogged: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly responseStatus: number | null;
  readonly outcome: string | null;
}

/** A message and its recipients; null until somebody has worked out who they are. */
export interface Outgoing {
  readonly message: NewMessage;
  readonly recipients: readonly Recipient[] | null;
}

/** Whether there is something left to do for it: to send it, or to write into the log that it was sent. */
export const isWaiting = ({ recipients }: Outgoing): boolean =>
  recipients === null ||
  recipients.some(({ status, isLogged }) => status === 'pending' || !isLogged);

/** What a receiver answered is for admins, who find it in the webhook's own log. */
export const toAlertMessage = ({ message, recipients }: Outgoing): AlertMessage => {
  const { id, type, at, alert } = message;
  const deliveries = (recipients ?? []).map((recipient) => ({
    webhook_id: recipient.webhook.id,
    delivery_id: recipient.deliveryId,
    status: recipient.status,
    attempts: recipient.attempts,
  }));
  return { id, type, at, alert, deliveries };
};
