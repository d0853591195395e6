import { type RawSearch, text } from '../../lib/search.ts';

/** What narrows down the log, as its address has it. */
export interface AuditSearch {
  readonly q?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly target?: string | undefined;
  readonly environment?: string | undefined;
  readonly request_id?: string | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const auditSearch = (raw: RawSearch): AuditSearch => ({
  q: text(raw.q),
  action: text(raw.action),
  actor: text(raw.actor),
  target: text(raw.target),
  environment: text(raw.environment),
  request_id: text(raw.request_id),
  from: text(raw.from),
  to: text(raw.to),
});
