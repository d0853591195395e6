import { and, count, eq, inArray } from 'drizzle-orm';
import { v7 as newId } from 'uuid';
import { maxOpenSchedules } from '../../contract/fields/limits.ts';
import {
  type CreateScheduleInput,
  createScheduleInput,
  type ScheduleResource,
} from '../../contract/flags/schedule.ts';
import type { Queryable } from '../../db/connect.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertPlannable } from './assert-plannable.ts';
import { plannedSteps } from './planned-steps.ts';
import { scheduleResource } from './schedule-row.ts';

/** Plans what the scheduled job will do to a flag in one environment. Nothing changes yet. */
export async function createSchedule({
  ctx,
  input,
}: VerbCall<CreateScheduleInput>): Promise<ScheduleResource> {
  authorise(ctx, 'editor');
  const plan = parseInput(createScheduleInput, input);
  const steps = plannedSteps(plan, ctx.now());
  return mutate(ctx, async ({ tx, audit }) => {
    await assertPlannable(tx, plan, steps);
    await assertRoom(tx, plan.environment);
    const inserted = await tx
      .insert(scheduledChanges)
      .values({
        id: newId(),
        flagKey: plan.flag,
        environmentKey: plan.environment,
        reason: plan.reason,
        steps,
        dueAt: steps[0] ? new Date(steps[0].at) : null,
        createdBy: ctx.actor.id,
      })
      .returning();
    const created = scheduleResource(exactlyOne(inserted));
    audit({
      action: 'schedule.create',
      target: created.id,
      environmentKey: created.environment,
      after: created,
    });
    return created;
  });
}

async function assertRoom(tx: Queryable, environment: string): Promise<void> {
  const [row] = await tx
    .select({ open: count() })
    .from(scheduledChanges)
    .where(
      and(
        eq(scheduledChanges.environmentKey, environment),
        inArray(scheduledChanges.status, ['pending', 'paused']),
      ),
    );
  if (row === undefined || row.open < maxOpenSchedules) return;
  const message = `expected at most ${maxOpenSchedules} that wait in ${environment}; cancel some`;
  throw invalidInput([{ path: '', message }]);
}
