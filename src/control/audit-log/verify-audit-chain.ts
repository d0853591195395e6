import { eq } from 'drizzle-orm';
import {
  type AuditFault,
  type AuditVerdict,
  type VerifyAuditInput,
  verifyAuditInput,
} from '../../contract/audit.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import { auditPolicy } from '../../resource-policy.ts';
import { type AuditMark, type AuditRow, auditHash, genesis, restartAction } from '../audit.ts';
import { authorise } from '../authorise.ts';
import type { ControlContext, VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { isAppendOnly } from './append-only.ts';
import { findLostAnchor } from './find-lost-anchor.ts';
import { readInOrder } from './read-in-order.ts';

/**
 * Whether each entry follows from the one before, up to the first that does not, and whether those
 * that were noted outside of the database are the same still. What a request has no time for is left
 * to the next, which begins where this one ended.
 */
export async function verifyAuditChain({
  ctx,
  input,
}: VerbCall<VerifyAuditInput>): Promise<AuditVerdict> {
  authorise(ctx, 'viewer');
  const { after } = parseInput(verifyAuditInput, input);
  const { current } = ctx.database;
  const start = after === 0 ? genesis : await getMark(current, after);
  const walk = await walkChain(current, start, auditPolicy.entriesVerifiedAtOnce);
  const restartedAt = await findRestart(current);
  const anchors = await anchorsOf(ctx, restartedAt);
  const fault = walk.fault ?? (await findLostAnchor(current, anchors));
  const { last } = walk;
  return {
    status: fault ? 'broken' : 'intact',
    entries: walk.entries,
    verified_to: last.seq === 0 ? null : last.seq,
    is_complete: walk.isComplete,
    anchors: anchors.length,
    head: last.seq === 0 ? null : { seq: last.seq, hash: last.hash },
    is_append_only: await isAppendOnly(current),
    restarted_at: restartedAt?.toISOString() ?? null,
    first_fault: fault ?? null,
  };
}

/** Those of a chain that was lost with its table tell nothing of the one that began after it. */
async function anchorsOf({ auditAnchors }: ControlContext, restartedAt: Date | undefined) {
  const anchors = (await auditAnchors?.list()) ?? [];
  const since = restartedAt?.getTime() ?? 0;
  return anchors.filter(({ noted_at }) => Date.parse(noted_at) >= since);
}

/** A chain begins anew with its first entry, and no later: a note is not made void by a newer one. */
async function findRestart(db: Queryable): Promise<Date | undefined> {
  const [first] = await db
    .select({ action: auditLogs.action, occurredAt: auditLogs.occurredAt })
    .from(auditLogs)
    .where(eq(auditLogs.seq, genesis.seq + 1));
  return first?.action === restartAction ? first.occurredAt : undefined;
}

interface Walk {
  readonly entries: number;
  /** The last one that is sound. */
  readonly last: AuditMark;
  readonly isComplete: boolean;
  readonly fault?: AuditFault;
}

async function walkChain(db: Queryable, start: AuditMark, most: number): Promise<Walk> {
  let walk: Walk = { entries: 0, last: start, isComplete: true };
  for await (const page of readInOrder(db, { after: start.seq })) {
    if (walk.entries >= most) return { ...walk, isComplete: false };
    for (const row of page) {
      const fault = await findFault(row, walk.last);
      if (fault) return { ...walk, fault };
      walk = { ...walk, entries: walk.entries + 1, last: row };
    }
  }
  return walk;
}

/** In the order in which one explains the other: a gap, a seam that does not fit, a changed row. */
async function findFault(row: AuditRow, last: AuditMark): Promise<AuditFault | undefined> {
  const { seq, hash, ...content } = row;
  if (seq !== last.seq + 1) {
    const gap =
      seq - last.seq === 2 ? `Entry ${seq - 1} is` : `Entries ${last.seq + 1} to ${seq - 1} are`;
    return { seq: last.seq + 1, kind: 'removed', message: `${gap} missing.` };
  }
  if ((await hashOf({ seq, ...content })) !== hash) {
    return { seq, kind: 'altered', message: `Entry ${seq} is not what its hash was made of.` };
  }
  if (content.previousHash === last.hash) return undefined;
  const message = `Entry ${seq} does not follow from entry ${last.seq}: one of them was moved, or written anew.`;
  return { seq, kind: 'reordered', message };
}

/** A row with a null where none can be has no hash. */
const hashOf = (content: Omit<AuditRow, 'hash'>) => auditHash(content).catch(() => undefined);

async function getMark(db: Queryable, seq: number): Promise<AuditMark> {
  const [row] = await db
    .select({ seq: auditLogs.seq, hash: auditLogs.hash })
    .from(auditLogs)
    .where(eq(auditLogs.seq, seq));
  if (!row) throw notFound(`entry ${seq} in the audit log`);
  return row;
}
