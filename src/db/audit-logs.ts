import { bigint, index, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { Json } from '../engine/json.ts';
import { instant, requiredText } from './columns.ts';

/**
 * Append-only. `hash` covers the row and the hash before it, so a row that is altered, removed or
 * moved breaks the chain; `control/audit` states the exact bytes.
 */
export const auditLogs = pgTable(
  'audit_logs',
  {
    seq: bigint('seq', { mode: 'number' }).notNull(),
    occurredAt: instant('occurred_at').notNull(),
    actor: requiredText('actor'),
    address: text('address'),
    requestId: requiredText('request_id'),
    action: requiredText('action'),
    target: requiredText('target'),
    environmentKey: text('environment_key'),
    before: jsonb('before').$type<Json>(),
    after: jsonb('after').$type<Json>(),
    previousHash: requiredText('previous_hash'),
    hash: requiredText('hash'),
  },
  (table) => [
    primaryKey({ name: 'audit_logs_pkey', columns: [table.seq] }),
    unique('audit_logs_hash_key').on(table.hash),
    index('audit_logs_target_idx').on(table.target, table.seq),
    index('audit_logs_occurred_at_idx').on(table.occurredAt),
  ],
);
