import { sql } from 'drizzle-orm';
import {
  bigint,
  foreignKey,
  index,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { type ScheduledStep, scheduleStatuses } from '../contract/flags/schedule.ts';
import { instant, requiredText, revision, timestamps } from './columns.ts';
import { featureFlagEnvironments } from './feature-flags.ts';

export const scheduleStatus = pgEnum('schedule_status', scheduleStatuses);

/**
 * What will change by itself: one step at one instant, or several, as in a progressive rollout.
 * `nextStep` counts the steps that were carried out; `dueAt` is when the next one is, and null when
 * there is none to come. `createdBy` is by whose right it happens: whoever made it, or has since
 * changed or resumed it.
 */
export const scheduledChanges = pgTable(
  'scheduled_changes',
  {
    id: requiredText('id'),
    environmentKey: requiredText('environment_key'),
    flagKey: requiredText('flag_key'),
    reason: text('reason'),
    steps: jsonb('steps').$type<ScheduledStep[]>().notNull(),
    nextStep: bigint('next_step', { mode: 'number' }).notNull().default(0),
    dueAt: instant('due_at'),
    status: scheduleStatus('status').notNull().default('pending'),
    /** Why it stopped by itself, where it did. */
    failure: text('failure'),
    createdBy: requiredText('created_by'),
    revision: revision(),
    ...timestamps(),
  },
  (table) => [
    primaryKey({ name: 'scheduled_changes_pkey', columns: [table.id] }),
    foreignKey({
      name: 'scheduled_changes_flag_environment_fkey',
      columns: [table.environmentKey, table.flagKey],
      foreignColumns: [featureFlagEnvironments.environmentKey, featureFlagEnvironments.flagKey],
    }).onDelete('cascade'),
    index('scheduled_changes_flag_idx').on(table.environmentKey, table.flagKey),
    index('scheduled_changes_due_idx').on(table.dueAt).where(sql`${table.status} = 'pending'`),
  ],
);
