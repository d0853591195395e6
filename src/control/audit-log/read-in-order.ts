import { and, asc, gt, type SQL } from 'drizzle-orm';
import { auditLogs } from '../../db/audit-logs.ts';
import type { Queryable } from '../../db/connect.ts';
import type { AuditRow } from '../audit.ts';

interface Part {
  readonly after?: number;
  readonly where?: SQL | undefined;
}

const rowsOfPage = 500;

/** The log from its beginning, a page at a time, so that it may be of any length. */
export async function* readInOrder(
  db: Queryable,
  { after = 0, where }: Part = {},
): AsyncGenerator<readonly AuditRow[]> {
  for (let last = after; ; ) {
    const rows = await db
      .select()
      .from(auditLogs)
      .where(and(gt(auditLogs.seq, last), where))
      .orderBy(asc(auditLogs.seq))
      .limit(rowsOfPage);
    const newest = rows.at(-1);
    if (newest === undefined) return;
    yield rows;
    if (rows.length < rowsOfPage) return;
    last = newest.seq;
  }
}
