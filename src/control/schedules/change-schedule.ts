import { eq } from 'drizzle-orm';
import type { AuditAction } from '../../contract/access/audit-action.ts';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { type ScheduleRow, scheduleResource } from './schedule-row.ts';

type Change = Partial<
  Pick<ScheduleRow, 'reason' | 'steps' | 'nextStep' | 'dueAt' | 'status' | 'failure' | 'createdBy'>
>;

interface AuditedChange {
  readonly action: AuditAction & `schedule.${string}`;
  readonly change: Change;
}

/** Changes a schedule that the transaction has locked. What is served stays the same. */
export async function changeSchedule(
  { tx, audit }: Pick<UnitOfWork, 'tx' | 'audit'>,
  before: ScheduleRow,
  { action, change }: AuditedChange,
) {
  const after = scheduleResource(await writeSchedule(tx, before.id, change));
  audit({
    action,
    target: before.id,
    environmentKey: before.environmentKey,
    before: scheduleResource(before),
    after,
  });
  return after;
}

/** The same without an entry in the audit log. */
export async function writeSchedule(
  tx: Queryable,
  id: ScheduleRow['id'],
  change: Change,
): Promise<ScheduleRow> {
  return exactlyOne(
    await tx
      .update(scheduledChanges)
      .set({ ...change, ...revised(scheduledChanges) })
      .where(eq(scheduledChanges.id, id))
      .returning(),
  );
}
