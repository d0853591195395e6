import { and, desc, eq, sql } from 'drizzle-orm';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';

/** The end of an environment. */
export interface Deletion {
  /** Under which it was withdrawn: higher than any it had served. */
  readonly version: number;
}

/**
 * How an environment that is not there was deleted, by a person; undefined where nobody did that, so
 * that it was lost or never made.
 */
export async function findDeletion(db: Queryable, key: string): Promise<Deletion | undefined> {
  const [entry] = await db
    .select({ version: sql<string | null>`${auditLogs.after} ->> 'withdrawn_as'` })
    .from(auditLogs)
    .where(and(eq(auditLogs.target, key), eq(auditLogs.action, 'environment.delete')))
    .orderBy(desc(auditLogs.seq))
    .limit(1);
  const version = Number(entry?.version ?? Number.NaN);
  return Number.isSafeInteger(version) ? { version } : undefined;
}
