import { and, desc, lt } from 'drizzle-orm';
import { type AuditPage, type ListAuditInput, listAuditInput } from '../../contract/audit.ts';
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
  const { before, limit, ...filter } = parseInput(listAuditInput, input);
  const rows = await ctx.database.reads
    .select()
    .from(auditLogs)
    .where(and(matching(filter), before === undefined ? undefined : lt(auditLogs.seq, before)))
    .orderBy(desc(auditLogs.seq))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const isLast = rows.length <= limit;
  return {
    entries: page.map(auditResource),
    next_before: isLast ? null : (page.at(-1)?.seq ?? null),
  };
}
