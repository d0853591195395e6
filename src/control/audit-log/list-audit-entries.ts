import { and, desc, lt } from 'drizzle-orm';
import {
  type AuditPage,
  type ListAuditInput,
  listAuditInput,
} from '../../contract/access/audit.ts';
import { cutPage } from '../../contract/fields/page.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { parseInput } from '../parse-input.ts';
import { auditResource } from './audit-resource.ts';
import { matching } from './select-entries.ts';

/** Newest first. */
export async function listAuditEntries({
  ctx,
  input,
}: VerbCall<ListAuditInput>): Promise<AuditPage> {
  authorise(ctx, 'viewer');
  const { limit, cursor, ...filter } = parseInput(listAuditInput, input);
  const found = await ctx.database.reads
    .select()
    .from(auditLogs)
    .where(and(matching(filter), cursor === undefined ? undefined : lt(auditLogs.seq, cursor)))
    .orderBy(desc(auditLogs.seq))
    .limit(limit + 1);
  const numbered = found.map((row) => ({ ...row, id: `${row.seq}` }));
  const { rows, nextCursor } = cutPage(numbered, limit);
  return { entries: rows.map(auditResource), next_cursor: nextCursor };
}
