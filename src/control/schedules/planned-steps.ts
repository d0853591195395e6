import type * as z from 'zod';
import type { createScheduleInput, ScheduledStep } from '../../contract/flags/schedule.ts';
import { invalidInput } from '../errors.ts';

type Plan = z.output<typeof createScheduleInput>;
type Rollout = Extract<Plan, { rollout: unknown }>['rollout'];

const minuteMilliseconds = 60_000;

/** The steps of a plan, as they are stored. Throws `invalid_input` where one lies in the past. */
export function plannedSteps(plan: Plan, now: Date): ScheduledStep[] {
  if ('steps' in plan) return stepsToCome(plan.steps, now);
  const { start_at: startAt } = plan.rollout;
  if (startAt !== undefined && Date.parse(startAt) < now.getTime())
    throw isPast('rollout.start_at');
  return stagesAsSteps(plan.rollout, startAt === undefined ? now : new Date(startAt));
}

/** Instants in UTC, as they are compared as texts. */
export function stepsToCome(
  steps: readonly Pick<ScheduledStep, 'at' | 'change'>[],
  now: Date,
): ScheduledStep[] {
  const past = steps.findIndex(({ at }) => Date.parse(at) < now.getTime());
  if (past !== -1) throw isPast(`steps[${past}].at`);
  return steps.map(({ at, change }) => ({ at: new Date(at).toISOString(), change }));
}

/** The first stage switches the flag on: there is no rollout of one that is off. */
function stagesAsSteps({ stages }: Rollout, start: Date): ScheduledStep[] {
  let milliseconds = start.getTime();
  return stages.map(({ percentage, hold_minutes = 0 }, index) => {
    const at = new Date(milliseconds).toISOString();
    milliseconds += hold_minutes * minuteMilliseconds;
    const change = { rollout_percentage: percentage };
    return { at, change: index === 0 ? { is_enabled: true, ...change } : change };
  });
}

const isPast = (path: string) =>
  invalidInput([{ path, message: 'expected an instant that is to come' }]);
