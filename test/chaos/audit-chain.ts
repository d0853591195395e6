import { asc } from 'drizzle-orm';
import { auditHash } from '../../src/control/audit.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import type { Database } from '../../src/db/connect.ts';

/** Whether each entry follows from the one before; a table that cannot be read has no chain. */
export async function isChained({ reads }: Database): Promise<boolean> {
  const entries = await reads
    .select()
    .from(auditLogs)
    .orderBy(asc(auditLogs.seq))
    .catch(() => undefined);
  let previousHash = '0'.repeat(64);
  for (const { hash, ...entry } of entries ?? []) {
    if (entry.previousHash !== previousHash || (await hashOf(entry)) !== hash) return false;
    previousHash = hash;
  }
  return entries !== undefined;
}

/** An entry with a null where none can be has no hash. */
const hashOf = (entry: Parameters<typeof auditHash>[0]) => auditHash(entry).catch(() => undefined);
