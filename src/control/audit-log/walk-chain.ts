import type { AuditFault } from '../../contract/access/audit.ts';
import type { Queryable } from '../../db/connect.ts';
import { type AuditMark, type AuditRow, auditHash, genesis, restartAction } from '../audit.ts';
import { readInOrder } from './read-in-order.ts';

/** What was seen of the chain. */
export interface Walk {
  readonly entries: number;
  /** The last one that is sound. */
  readonly last: AuditMark;
  readonly isComplete: boolean;
  readonly restartedAt: Date | undefined;
  readonly fault?: AuditFault;
}

/** From one entry, which is taken as it is, up to the first that does not follow from the one before. */
export async function walkChain(db: Queryable, start: AuditMark, most: number): Promise<Walk> {
  let walk: Walk = { entries: 0, last: start, isComplete: true, restartedAt: undefined };
  for await (const page of readInOrder(db, { after: start.seq })) {
    if (walk.entries >= most) return { ...walk, isComplete: false };
    for (const row of page) {
      const fault = await findFault(row, walk.last);
      if (fault) return { ...walk, fault };
      const restartedAt = isRestart(row) ? row.occurredAt : walk.restartedAt;
      walk = { ...walk, entries: walk.entries + 1, last: row, restartedAt };
    }
  }
  return walk;
}

/** A chain begins anew with its first entry, and no later: a note is not made void by a newer one. */
export const isRestart = ({ seq, action }: Pick<AuditRow, 'seq' | 'action'>): boolean =>
  seq === genesis.seq + 1 && action === restartAction;

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
