import { sql } from 'drizzle-orm';
import type { Database } from '../../db/connect.ts';
import { backupPolicy } from '../../resource-policy.ts';
import type { BackupSummary } from './backup-format.ts';
import { listLost } from './list-lost.ts';
import { type BackupRequest, writeBackup } from './write-backup.ts';

/** Whoever takes the bytes may be slow, and a large table takes long to put in order. */
const unhurried = sql`select set_config('statement_timeout', ${`${backupPolicy.queryMilliseconds}`}, true),
  set_config('idle_in_transaction_session_timeout', '0', true)`;

/**
 * Hands the compressed bytes of one committed state to whoever keeps them, whatever is written meanwhile, with the
 * tables that this state has lost. Locks nobody out. Rejects where either side fails: then what was kept is no backup.
 */
export function takeBackup(
  database: Database,
  request: Omit<BackupRequest, 'onEnd'>,
  keep: (packed: ReadableStream<Uint8Array>, lost: readonly string[]) => Promise<void>,
): Promise<BackupSummary> {
  return database.transaction(
    async (tx) => {
      let summary: BackupSummary | undefined;
      const onEnd = (end: BackupSummary) => {
        summary = end;
      };
      await tx.execute(unhurried);
      const lost = await listLost(tx);
      await keep(writeBackup(tx, { ...request, onEnd }), lost);
      if (summary === undefined) throw new Error('the backup was not taken to its end');
      return summary;
    },
    {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
      queryTimeoutMilliseconds: backupPolicy.queryMilliseconds,
    },
  );
}
