import { and, eq, gte, like, lt, or, type SQL, sql } from 'drizzle-orm';
import type * as z from 'zod';
import type { auditFilter } from '../../contract/access/audit.ts';
import { auditLogs } from '../../db/audit-logs.ts';
import { escapePattern } from '../escape-pattern.ts';

type Filter = z.output<typeof auditFilter>;

/** The condition that a filter stands for; undefined for every entry. */
export const matching = (filter: Filter): SQL | undefined =>
  and(
    is(auditLogs.actor, filter.actor),
    filter.action === undefined ? undefined : isAction(filter.action),
    is(auditLogs.target, filter.target),
    is(auditLogs.environmentKey, filter.environment),
    is(auditLogs.requestId, filter.request_id),
    filter.from === undefined ? undefined : gte(auditLogs.occurredAt, new Date(filter.from)),
    filter.to === undefined ? undefined : lt(auditLogs.occurredAt, new Date(filter.to)),
    filter.q === undefined ? undefined : isMentioned(filter.q),
  );

type TextColumn =
  | typeof auditLogs.actor
  | typeof auditLogs.target
  | typeof auditLogs.environmentKey
  | typeof auditLogs.requestId;

const is = (column: TextColumn, value: string | undefined): SQL | undefined =>
  value === undefined ? undefined : eq(column, value);

const isAction = (action: string): SQL | undefined =>
  action.includes('.')
    ? eq(auditLogs.action, action)
    : like(auditLogs.action, `${escapePattern(action)}.%`);

const isMentioned = (text: string): SQL | undefined => {
  const pattern = `%${escapePattern(text)}%`;
  const { actor, target, before, after } = auditLogs;
  return or(
    ...[actor, target].map((column) => sql`${column} ilike ${pattern}`),
    ...[before, after].map((column) => sql`${column}::text ilike ${pattern}`),
  );
};
