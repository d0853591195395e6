import { inArray } from 'drizzle-orm';
import type { AuditAnchor, AuditFault } from '../../contract/access/audit.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import type { AuditAnchors } from './audit-anchors.ts';
import type { Walk } from './walk-chain.ts';

/** Those of a chain that was lost with its table tell nothing of the one that began after it. */
export async function listAnchors(
  noted: Pick<AuditAnchors, 'list'> | undefined,
  { restartedAt }: Pick<Walk, 'restartedAt'>,
): Promise<readonly AuditAnchor[]> {
  const anchors = (await noted?.list()) ?? [];
  const since = restartedAt?.getTime() ?? 0;
  return anchors.filter(({ noted_at }) => Date.parse(noted_at) >= since);
}

/**
 * The first entry that was the newest when it was noted, and is not there any more or is another.
 * So are found what the chain itself cannot tell: newest entries removed, and a chain that somebody
 * computed anew.
 */
export async function findLostAnchor(
  db: Queryable,
  anchors: readonly AuditAnchor[],
): Promise<AuditFault | undefined> {
  if (anchors.length === 0) return undefined;
  const seqs = anchors.map(({ seq }) => seq);
  const rows = await db
    .select({ seq: auditLogs.seq, hash: auditLogs.hash })
    .from(auditLogs)
    .where(inArray(auditLogs.seq, seqs));
  const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash]));
  const lost = anchors.find(({ seq, hash }) => hashes.get(seq) !== hash);
  return lost && faultOf(lost, hashes.has(lost.seq));
}

const faultOf = ({ seq, hash, noted_at }: AuditAnchor, isThere: boolean): AuditFault =>
  isThere
    ? {
        seq,
        kind: 'altered',
        message: `Entry ${seq} or one before it was written anew since ${noted_at}, when its hash was ${hash}.`,
      }
    : { seq, kind: 'removed', message: `Entry ${seq} was there at ${noted_at} and is missing.` };
