export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

export const alertTypes = ['alert.open', 'alert.change', 'alert.close'] as const;
export type AlertType = (typeof alertTypes)[number];

/** `queued`: the webhook's own log says what came of it. The others were sent without a database. */
export const alertDeliveryStatuses = ['pending', 'queued', 'delivered', 'failed'] as const;
export type AlertDeliveryStatus = (typeof alertDeliveryStatuses)[number];

/** A critical feature that an alert is about, and whom it belongs to. */
export interface AlertFeature {
  readonly key: string;
  readonly name: string;
  readonly owner: string | null;
}

/** One thing that is not well, from its first message to its last. */
export interface Alert {
  /** The same in each of its messages. */
  readonly id: string;
  /** What is wrong, by a name that never changes: `tables`, `flags:production:stopped`. */
  readonly problem: string;
  readonly status: 'open' | 'closed';
  readonly severity: Severity;
  readonly title: string;
  readonly environment: string | null;
  /** What it concerns now; of one that is closed, what it last did. */
  readonly affected: readonly string[];
  /** Of these, what the message before did not have. */
  readonly added: readonly string[];
  /** What the message before had, and is well again. */
  readonly recovered: readonly string[];
  readonly consequence: string;
  readonly what_to_do: string;
  readonly details: readonly string[];
  readonly features: readonly AlertFeature[];
  readonly opened_at: string;
  readonly closed_at: string | null;
}

/** One message about an alert, and who was sent it. */
export interface AlertMessage {
  readonly id: string;
  readonly type: AlertType;
  readonly at: string;
  readonly alert: Alert;
  readonly deliveries: readonly {
    readonly webhook_id: string;
    /** What a receiver finds as `webhook-id`. */
    readonly delivery_id: string;
    readonly status: AlertDeliveryStatus;
    readonly attempts: number;
  }[];
}

/** What `GET /admin/alerts` answers. */
export interface AlertList {
  /** When the watchman last looked; null where it never did. */
  readonly looked_at: string | null;
  readonly open: readonly Alert[];
  /** The newest first. */
  readonly history: readonly AlertMessage[];
}
