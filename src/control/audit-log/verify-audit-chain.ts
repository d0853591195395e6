import { eq } from 'drizzle-orm';
import {
  type AuditVerdict,
  type VerifyAuditInput,
  verifyAuditInput,
} from '../../contract/access/audit.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import { auditPolicy } from '../../resource-policy.ts';
import { type AuditMark, genesis } from '../audit.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { notFound } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { isAppendOnly } from './append-only.ts';
import { findLostAnchor, listAnchors } from './find-lost-anchor.ts';
import { isRestart, walkChain } from './walk-chain.ts';

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
  const anchors = await listAnchors(ctx.auditAnchors, { restartedAt });
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

/** Of the whole chain, wherever this request begins. */
async function findRestart(db: Queryable): Promise<Date | undefined> {
  const [first] = await db
    .select({
      seq: auditLogs.seq,
      action: auditLogs.action,
      occurredAt: auditLogs.occurredAt,
    })
    .from(auditLogs)
    .where(eq(auditLogs.seq, genesis.seq + 1));
  return first && isRestart(first) ? first.occurredAt : undefined;
}

async function getMark(db: Queryable, seq: number): Promise<AuditMark> {
  const [row] = await db
    .select({ seq: auditLogs.seq, hash: auditLogs.hash })
    .from(auditLogs)
    .where(eq(auditLogs.seq, seq));
  if (!row) throw notFound(`entry ${seq} in the audit log`);
  return row;
}
