import type { OverrideEntry } from '../../contract/flags/override-bulk.ts';
import type { OverrideRow } from './override-row.ts';

/** A row of the table as a row of a file. */
export const overrideEntryOf = (row: OverrideRow): OverrideEntry => ({
  flag: row.flagKey,
  scope: row.scope,
  subject: row.subject,
  variant: row.variant,
  reason: row.reason,
  expires_at: row.expiresAt?.toISOString() ?? null,
});

/** Of one subject: whether nothing would change. */
export const isSameEntry = (left: OverrideEntry, right: OverrideEntry): boolean =>
  left.variant === right.variant &&
  left.reason === right.reason &&
  left.expires_at === right.expires_at;
