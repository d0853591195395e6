import { eq } from 'drizzle-orm';
import type { AuditAction } from '../../contract/audit-action.ts';
import { revised } from '../../db/columns.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { exactlyOne } from '../exactly-one.ts';
import type { UnitOfWork } from '../mutate.ts';
import { type ScheduleRow, scheduleResource } from './schedule-row.ts';

type Change = Partial<
  Pick<ScheduleRow, 'reason' | 'steps' | 'nextStep' | 'dueAt' | 'status' | 'failure' | 'createdBy'>
>;

/** Changes a schedule that the transaction has locked. What is served stays the same. */
export async function changeSchedule(
  { tx, audit }: Pick<UnitOfWork, 'tx' | 'audit'>,
  before: ScheduleRow,
  {
    action,
    change,
  }: { readonly action: AuditAction & `schedule.${string}`; readonly change: Change },
) {
  const after = exactlyOne(
    await tx
      .update(scheduledChanges)
      .set({ ...change, ...revised(scheduledChanges) })
      .where(eq(scheduledChanges.id, before.id))
      .returning(),
  );
  const [from, to] = [scheduleResource(before), scheduleResource(after)];
  audit({
    action,
    target: before.id,
    environmentKey: before.environmentKey,
    before: from,
    after: to,
  });
  return to;
}
