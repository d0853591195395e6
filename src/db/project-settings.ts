import { sql } from 'drizzle-orm';
import { bigint, check, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { requiredText, revision, timestamps } from './columns.ts';

/** What holds for every flag, in one row; none means the defaults. */
export const projectSettings = pgTable(
  'project_settings',
  {
    id: requiredText('id').default('project'),
    unusedDays: bigint('unused_days', { mode: 'number' }).notNull(),
    rolledOutDays: bigint('rolled_out_days', { mode: 'number' }).notNull(),
    lifetimeDays: bigint('lifetime_days', { mode: 'number' }).notNull(),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'project_settings_pkey', columns: [table.id] }),
    check('project_settings_id_check', sql`${table.id} = 'project'`),
  ],
);
