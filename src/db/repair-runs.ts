import { index, jsonb, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import type { JsonObject } from '../engine/json.ts';
import { createdAt, requiredText } from './columns.ts';

/** Repairs that were committed, so that a caller who lost the answer can ask for it again. */
export const repairRuns = pgTable(
  'repair_runs',
  {
    operationId: requiredText('operation_id'),
    actor: requiredText('actor'),
    status: requiredText('status'),
    result: jsonb('result').$type<JsonObject>().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ name: 'repair_runs_pkey', columns: [table.operationId] }),
    index('repair_runs_created_at_idx').on(table.createdAt),
  ],
);
