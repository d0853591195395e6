import canonicalize from 'canonicalize';
import { desc, eq, sql } from 'drizzle-orm';
import type { AuditAction } from '../contract/access/audit-action.ts';
import { sha256Hex } from '../contract/fields/sha256.ts';
import { auditLogs } from '../db/audit-logs.ts';
import type { Queryable } from '../db/connect.ts';
import type { Json } from '../engine/json.ts';
import type { ControlContext } from './context.ts';
import { inChunks } from './in-chunks.ts';

export interface AuditEntry {
  /** Where it is not the caller: whom a log-in turned out to be. */
  readonly actor?: string;
  readonly action: AuditAction;
  /** What was changed, unique with the action's noun: a flag key, a key's id. */
  readonly target: string;
  readonly environmentKey?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Names one entry of the chain. */
export type AuditMark = Pick<AuditRow, 'seq' | 'hash'>;

export type AuditRow = typeof auditLogs.$inferSelect;

/** What the first entry follows from. */
export const genesis: AuditMark = { seq: 0, hash: '0'.repeat(64) };

/** The action of the first entry of a chain where an earlier chain was lost with its table. */
export const restartAction = 'audit.restart';
/** Held to the end of the transaction, so that entries are numbered and chained one at a time. */
export const lockChain = (tx: Queryable): Promise<unknown> =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('burgee audit chain'))`);

/** Appends to the chain within the caller's transaction; call it last, as others wait for it. */
export async function appendAudit(
  tx: Queryable,
  ctx: ControlContext,
  entries: readonly AuditEntry[],
): Promise<AuditMark | undefined> {
  if (entries.length === 0) return undefined;
  await lockChain(tx);
  let last = await findLastEntry(tx);
  const rows: AuditRow[] = [];
  for (const entry of entries) {
    const row = await chainedRow(toRow(entry, ctx), last);
    rows.push(row);
    last = row;
  }
  await inChunks(rows, (chunk) => tx.insert(auditLogs).values(chunk));
  return { seq: last.seq, hash: last.hash };
}

/** Whether the entry is there, and with it everything that was committed together with it. */
export async function isAudited(db: Queryable, { seq, hash }: AuditMark): Promise<boolean> {
  const [row] = await db
    .select({ hash: auditLogs.hash })
    .from(auditLogs)
    .where(eq(auditLogs.seq, seq));
  return row?.hash === hash;
}

/** SHA-256 over the previous hash, a line feed, and the row as canonical JSON (RFC 8785). */
export async function auditHash(row: Omit<AuditRow, 'hash'>): Promise<string> {
  const { previousHash, ...content } = row;
  const text = canonicalize({ ...content, occurredAt: row.occurredAt.toISOString() });
  return sha256Hex(`${previousHash}\n${text}`);
}

/** `genesis` where there is none. */
export const findLastEntry = async (tx: Queryable): Promise<AuditMark> => {
  const [last] = await tx
    .select({ seq: auditLogs.seq, hash: auditLogs.hash })
    .from(auditLogs)
    .orderBy(desc(auditLogs.seq))
    .limit(1);
  return last ?? genesis;
};

async function chainedRow(
  content: Omit<AuditRow, 'seq' | 'previousHash' | 'hash'>,
  last: AuditMark,
): Promise<AuditRow> {
  const row = { ...content, seq: last.seq + 1, previousHash: last.hash };
  return { ...row, hash: await auditHash(row) };
}

const toRow = (entry: AuditEntry, ctx: ControlContext) => ({
  occurredAt: ctx.now(),
  actor: entry.actor ?? ctx.actor.id,
  address: ctx.address,
  requestId: ctx.requestId,
  action: entry.action,
  target: entry.target,
  environmentKey: entry.environmentKey ?? null,
  before: asJson(entry.before),
  after: asJson(entry.after),
});

/** As the column will return it: dates are text, absent properties are gone. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));
