import { eq } from 'drizzle-orm';
import type { ScheduleResource } from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { notFound } from '../errors.ts';

export type ScheduleRow = typeof scheduledChanges.$inferSelect;

/** Throws `not_found`. */
export async function getScheduleRow(db: Queryable, id: string): Promise<ScheduleRow> {
  const [row] = await db.select().from(scheduledChanges).where(eq(scheduledChanges.id, id));
  if (!row) throw notFound(`schedule "${id}"`);
  return row;
}

/**
 * The same, held to the end of the transaction. Whoever locks the flag as well does it before: a step
 * that is carried out takes flag, environment and schedule in this order.
 */
export async function getScheduleForUpdate(tx: Queryable, id: string): Promise<ScheduleRow> {
  const [row] = await tx
    .select()
    .from(scheduledChanges)
    .where(eq(scheduledChanges.id, id))
    .for('update');
  if (!row) throw notFound(`schedule "${id}"`);
  return row;
}

/** A schedule as `/admin` shows it. */
export const scheduleResource = (row: ScheduleRow): ScheduleResource => ({
  id: row.id,
  flag: row.flagKey,
  environment: row.environmentKey,
  reason: row.reason,
  status: row.status,
  steps: row.steps.map(({ at, change, applied_at = null }) => ({ at, change, applied_at })),
  next_step: row.nextStep,
  due_at: row.dueAt?.toISOString() ?? null,
  failure: row.failure,
  on_behalf_of: row.createdBy,
  revision: row.revision,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});
