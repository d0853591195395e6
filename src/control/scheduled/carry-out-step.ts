import { and, eq } from 'drizzle-orm';
import { updateFlagStateInput } from '../../contract/flags/flag-state.ts';
import type { Queryable } from '../../db/connect.ts';
import { scheduledChanges } from '../../db/scheduled-changes.ts';
import { getEnvironmentForUpdate } from '../environments/environment-row.ts';
import { ControlError } from '../errors.ts';
import { changeFlagState } from '../flag-states/change-flag-state.ts';
import { type FlagStateRow, getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { type FlagRow, getFlagForUpdate } from '../flags/flag-row.ts';
import type { UnitOfWork } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { changeSchedule, writeSchedule } from '../schedules/change-schedule.ts';
import type { ScheduleRow } from '../schedules/schedule-row.ts';
import type { DueStep } from './find-due.ts';
import { findRole } from './find-role.ts';

/**
 * `passed_over`: another run has it in hand, or has done it. `stopped`: it waits for a person, or has
 * failed.
 */
export type StepEnd = 'applied' | 'stopped' | 'passed_over';

/**
 * One step and the note that it was carried out, in one transaction: so it happens once, whoever
 * tries it as well and wherever they die. Flag, environment and schedule are locked in this order, as
 * whoever deletes one of them locks what hangs on it after it.
 */
export async function carryOutStep(unit: UnitOfWork, due: DueStep, now: Date): Promise<StepEnd> {
  const flag = await getFlagForUpdate(unit.tx, due.flag);
  await getEnvironmentForUpdate(unit.tx, due.environment);
  const schedule = await claim(unit.tx, due, now);
  const step = schedule?.steps[due.step];
  if (!schedule || !step) return 'passed_over';
  const state = await getFlagStateRow(unit.tx, due);
  const obstacle = await findObstacle(unit.tx, { schedule, flag, state, now });
  if (obstacle !== undefined) return stop(unit, schedule, { status: 'paused', failure: obstacle });
  try {
    const change = parseInput(updateFlagStateInput, step.change);
    // What it has written is taken back when it turns out not to fit.
    await unit.tx.transaction((tx) => changeFlagState({ ...unit, tx }, state, change));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    const failure = `Step ${due.step + 1} does not fit any more: ${error.message}`;
    return stop(unit, schedule, { status: 'failed', failure });
  }
  await advance(unit.tx, schedule, now);
  return 'applied';
}

/** Undefined where another has the schedule in hand, or it is not as it was. */
async function claim(tx: Queryable, due: DueStep, now: Date): Promise<ScheduleRow | undefined> {
  const [row] = await tx
    .select()
    .from(scheduledChanges)
    .where(
      and(
        eq(scheduledChanges.id, due.schedule),
        eq(scheduledChanges.nextStep, due.step),
        eq(scheduledChanges.status, 'pending'),
        eq(scheduledChanges.createdBy, due.onBehalfOf),
      ),
    )
    .for('update', { skipLocked: true });
  return row?.dueAt && row.dueAt <= now ? row : undefined;
}

interface Situation {
  readonly schedule: ScheduleRow;
  readonly flag: FlagRow;
  readonly state: FlagStateRow;
  readonly now: Date;
}

/** What a person has to decide before anything more happens; the step itself may be sound. */
async function findObstacle(tx: Queryable, { schedule, flag, state, now }: Situation) {
  const { steps, nextStep, createdBy } = schedule;
  if (flag.status === 'archived') return 'The flag is archived. Restore it, then resume this.';
  if (state.isKilled && steps[nextStep]?.change.is_killed !== false) {
    return 'The flag is stopped by its emergency stop. Lift that, then resume this.';
  }
  const role = await findRole(tx, createdBy, now);
  if (role === 'editor' || role === 'admin') return undefined;
  return `${createdBy}, by whose right it was to happen, may not change flags any more. Resume it to have it happen by yours.`;
}

async function stop(
  unit: UnitOfWork,
  schedule: ScheduleRow,
  end: { readonly status: 'paused' | 'failed'; readonly failure: string },
): Promise<StepEnd> {
  const isFailed = end.status === 'failed';
  await changeSchedule(unit, schedule, {
    action: isFailed ? 'schedule.fail' : 'schedule.pause',
    change: isFailed ? { ...end, dueAt: null } : end,
  });
  return 'stopped';
}

/** Writes no audit entry: that of the change itself names the step as its request. */
async function advance(tx: Queryable, schedule: ScheduleRow, now: Date): Promise<void> {
  const { steps, nextStep: index } = schedule;
  const next = steps[index + 1];
  const applied = steps.map((step, position) =>
    position === index ? { ...step, applied_at: now.toISOString() } : step,
  );
  await writeSchedule(tx, schedule.id, {
    steps: applied,
    nextStep: index + 1,
    dueAt: next ? new Date(next.at) : null,
    status: next ? 'pending' : 'done',
  });
}
