import type { AuditFault } from '../../contract/access/audit.ts';
import type { Queryable } from '../../db/connect.ts';
import { genesis } from '../audit.ts';
import { walkChain } from '../audit-log/walk-chain.ts';
import type { BackupHead } from '../backup/backup-format.ts';

/** What came of the log that a backup brought. */
export interface AuditProof {
  /** That follow from each other, from the first one on. */
  readonly entries: number;
  readonly fault: AuditFault | undefined;
}

/** Whether the whole chain is sound, and ends where the backup says that it ended. */
export async function verifyRestoredAudit(
  tx: Queryable,
  { audit }: Pick<BackupHead, 'audit'>,
): Promise<AuditProof> {
  const { entries, last, fault } = await walkChain(tx, genesis, Number.POSITIVE_INFINITY);
  const head = audit ?? genesis;
  if (fault || (last.seq === head.seq && last.hash === head.hash)) return { entries, fault };
  const message = `It ends with entry ${last.seq}, and not as the backup says that it ended with entry ${head.seq}.`;
  return { entries, fault: { seq: Math.min(last.seq, head.seq) + 1, kind: 'removed', message } };
}
