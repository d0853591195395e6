import * as z from 'zod';
import { environmentKey, flagKey } from '../fields/identifier.ts';
import { instant, utcInstant } from '../fields/instant.ts';
import { maxScheduledSteps } from '../fields/limits.ts';
import { pageCursor, pageLimit } from '../fields/page.ts';
import { percentage } from '../fields/percentage.ts';
import { updateFlagStateInput } from './flag-state.ts';

/** `pending` waits for its next step, `paused` for a person; the others are final. */
export const scheduleStatuses = ['pending', 'paused', 'done', 'cancelled', 'failed'] as const;
const status = z.enum(scheduleStatuses);

/** What one step does, and when. */
export interface ScheduledStep {
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly change: z.output<typeof updateFlagStateInput>;
  /** When it was carried out, which may be later; absent before. */
  readonly applied_at?: string;
}

const steps = z
  .array(z.strictObject({ at: instant, change: updateFlagStateInput }))
  .min(1)
  .max(maxScheduledSteps)
  .superRefine((all, problems) => {
    for (const [index, { at }] of all.entries()) {
      const before = all[index - 1];
      if (!before || Date.parse(before.at) < Date.parse(at)) continue;
      const message = 'expected an instant after that of the step before';
      problems.addIssue({ code: 'custom', path: [index, 'at'], message });
    }
  });

const maxHoldMinutes = 525_600;
const stage = z.strictObject({
  percentage,
  /** Until the next stage; the last has none. */
  hold_minutes: z.int().min(1).max(maxHoldMinutes).optional(),
});

/** More and more of the units, each stage held for its time. */
const rollout = z.strictObject({
  /** Of the first stage; at once if absent. */
  start_at: instant.optional(),
  stages: z
    .array(stage)
    .min(1)
    .max(maxScheduledSteps)
    .superRefine((stages, problems) => {
      for (const [index, { percentage, hold_minutes }] of stages.entries()) {
        const before = stages[index - 1];
        const isLast = index === stages.length - 1;
        const issue = (path: string, message: string) =>
          problems.addIssue({ code: 'custom', path: [index, path], message });
        if (before && before.percentage >= percentage) {
          issue('percentage', 'expected more than in the stage before; write steps to go back');
        }
        if (!isLast && hold_minutes === undefined) {
          issue('hold_minutes', 'expected, as another stage follows');
        }
        if (isLast && hold_minutes !== undefined) {
          issue('hold_minutes', 'not expected, as no stage follows');
        }
      }
    }),
});

const reason = z.string().max(500).nullable();
const planned = { flag: flagKey, environment: environmentKey, reason: reason.default(null) };

/** Steps as they are written, or a rollout whose stages become steps. */
export const createScheduleInput = z.union(
  [z.strictObject({ ...planned, steps }), z.strictObject({ ...planned, rollout })],
  'expected flag, environment, and either steps or a rollout',
);

/** Steps replace those that are to come; what was carried out stays. */
export const updateScheduleInput = z
  .strictObject({ reason, steps })
  .partial()
  .refine((input) => Object.keys(input).length > 0, 'expected at least one property to change');

export const resumeScheduleInput = z.strictObject({
  /** When the next step is due; later steps keep their distance from it. */
  at: instant.optional(),
});

const window = {
  flag: flagKey.optional(),
  environment: environmentKey.optional(),
  from: instant.optional(),
  /** The first instant after the window. */
  to: instant.optional(),
  limit: pageLimit(200),
};

export const listSchedulesInput = z.strictObject({
  ...window,
  /** `open` stands for pending and paused. */
  status: z.enum([...scheduleStatuses, 'open']).optional(),
  cursor: pageCursor(z.tuple([utcInstant.nullable(), z.string()])).optional(),
});

export const listUpcomingInput = z.strictObject({
  ...window,
  cursor: pageCursor(z.tuple([utcInstant, z.string()])).optional(),
});

export const scheduleResource = z
  .object({
    id: z.string(),
    flag: flagKey,
    environment: environmentKey,
    reason,
    status,
    steps: z.array(
      z.object({ at: instant, change: updateFlagStateInput, applied_at: instant.nullable() }),
    ),
    /** How many steps were carried out, and so the index of the next. */
    next_step: z.int(),
    /** When the next step is due, or would be if it were not paused; null when none is to come. */
    due_at: instant.nullable(),
    /** Why it stopped by itself, where it did. */
    failure: z.string().nullable(),
    /** On whose authority it is carried out: whoever made it, or last changed or resumed it. */
    on_behalf_of: z.string(),
    revision: z.int(),
    created_at: utcInstant,
    updated_at: utcInstant,
  })
  .meta({ id: 'Schedule' });

export const schedulePage = z.object({
  schedules: z.array(scheduleResource),
  next_cursor: z.string().nullable(),
});

/** One step that is to come. */
export const upcomingChange = z.object({
  at: instant,
  flag: flagKey,
  environment: environmentKey,
  change: updateFlagStateInput,
  /** The id of the schedule, and the index of the step in it. */
  schedule: z.string(),
  step: z.int(),
  /** One that is paused does not happen unless a person resumes it. */
  status: z.enum(['pending', 'paused']),
  reason,
  on_behalf_of: z.string(),
});

export const upcomingPage = z.object({
  changes: z.array(upcomingChange),
  next_cursor: z.string().nullable(),
});

export type CreateScheduleInput = z.input<typeof createScheduleInput>;
export type ListSchedulesInput = z.input<typeof listSchedulesInput>;
export type ListUpcomingInput = z.input<typeof listUpcomingInput>;
export type UpdateScheduleInput = z.input<typeof updateScheduleInput>;
export type ResumeScheduleInput = z.input<typeof resumeScheduleInput>;
export type ScheduleResource = z.output<typeof scheduleResource>;
export type SchedulePage = z.output<typeof schedulePage>;
export type UpcomingChange = z.output<typeof upcomingChange>;
export type UpcomingPage = z.output<typeof upcomingPage>;
