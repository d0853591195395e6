import * as z from 'zod';
import { environmentKey } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { json } from '../fields/json.ts';
import { pageLimit } from '../fields/page.ts';

const text = z.string().min(1).max(500);
/** As it comes out of an address. */
const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What narrows down the audit log; all of it has to hold. */
export const auditFilter = z.strictObject({
  actor: text.optional(),
  /** Whole, `flag.update`, or the noun alone, `flag`. */
  action: text.optional(),
  target: text.optional(),
  environment: environmentKey.optional(),
  request_id: text.optional(),
  /** Somewhere in the actor, the target, or the state before or after. */
  q: text.optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export const listAuditInput = auditFilter.extend({
  limit: pageLimit(200),
  cursor: seq.optional(),
});
export type ListAuditInput = z.input<typeof listAuditInput>;

export const exportAuditInput = auditFilter.extend({ format: z.enum(['csv', 'ndjson']) });
export type ExportAuditInput = z.input<typeof exportAuditInput>;

export const verifyAuditInput = z.strictObject({
  /** Begins after this entry, whose hash is taken as it is: `verified_to` of the part before. */
  after: seq.default(0),
});
export type VerifyAuditInput = z.input<typeof verifyAuditInput>;

export const auditEntry = z
  .object({
    seq: z.number(),
    occurred_at: z.string(),
    /** `member:<e-mail>`, `key:<id>`, `admin-secret`, `cli:<user>`. */
    actor: z.string(),
    address: z.string().nullable(),
    request_id: z.string(),
    action: z.string(),
    target: z.string(),
    environment: z.string().nullable(),
    before: json,
    after: json,
    previous_hash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryResource = z.output<typeof auditEntry>;

export const auditPage = z.object({
  entries: z.array(auditEntry),
  next_cursor: z.string().nullable(),
});
export type AuditPage = z.output<typeof auditPage>;

/** The newest entry as it was at some time, noted where the database cannot reach it. */
export const auditAnchor = z.object({ seq: z.number(), hash: z.string(), noted_at: z.string() });
export type AuditAnchor = z.output<typeof auditAnchor>;

/** What is wrong at one place of the chain. */
export const auditFault = z.object({
  seq: z.number(),
  kind: z.enum(['altered', 'removed', 'reordered']),
  message: z.string(),
});
export type AuditFault = z.output<typeof auditFault>;

export const auditVerdict = z.object({
  status: z.enum(['intact', 'broken']),
  entries: z.number(),
  /** The last entry that was looked at; null when there is none. */
  verified_to: z.number().nullable(),
  /** Whether that is the last there is. */
  is_complete: z.boolean(),
  /** How many of the heads that were noted in KV the entries were compared with. */
  anchors: z.number(),
  /** Write it down elsewhere: of newest entries that are removed before they are noted, nothing else tells. */
  head: z.object({ seq: z.number(), hash: z.string() }).nullable(),
  /** Whether the role that Burgee uses has no right to alter or remove an entry. */
  is_append_only: z.boolean(),
  /** When the chain began anew, as its table had been lost; null when it never did. */
  restarted_at: z.string().nullable(),
  first_fault: auditFault.nullable(),
});
export type AuditVerdict = z.output<typeof auditVerdict>;
