import {
  createScheduleInput,
  listSchedulesInput,
  listUpcomingInput,
  resumeScheduleInput,
  schedulePage,
  scheduleResource,
  upcomingPage,
  updateScheduleInput,
} from '../../../contract/flags/schedule.ts';
import type { Section } from '../operation.ts';

const finished = ['schedule_finished'] as const;

export const schedules: Section = {
  title: 'Schedules',
  says: 'Changes that happen by themselves: single steps, or a rollout over days.',
  operations: [
    {
      route: 'GET /admin/schedules',
      summary: 'Lists schedules by filter.',
      needs: 'viewer',
      query: listSchedulesInput,
      answer: schedulePage,
    },
    {
      route: 'POST /admin/schedules',
      summary: 'Schedules single steps, or a rollout whose stages become steps.',
      needs: 'editor',
      body: createScheduleInput,
      sample: {
        flag: 'checkout.express',
        environment: 'development',
        rollout: { stages: [{ percentage: 10, hold_minutes: 1440 }, { percentage: 100 }] },
      },
      answer: scheduleResource,
      status: 201,
      refuses: ['not_found', 'protected'],
    },
    {
      route: 'GET /admin/schedules/calendar',
      summary: 'Lists every step to come, the earliest first.',
      needs: 'viewer',
      query: listUpcomingInput,
      answer: upcomingPage,
    },
    {
      route: 'GET /admin/schedules/:id',
      summary: 'Shows one schedule.',
      needs: 'viewer',
      answer: scheduleResource,
    },
    {
      route: 'PATCH /admin/schedules/:id',
      summary: 'Replaces the steps to come of a schedule, or its reason.',
      needs: 'editor',
      body: updateScheduleInput,
      sample: { reason: 'as agreed' },
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
    {
      route: 'POST /admin/schedules/:id/pause',
      summary: 'Pauses a schedule until somebody resumes it.',
      needs: 'editor',
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
    {
      route: 'POST /admin/schedules/:id/resume',
      summary: 'Resumes a paused schedule, from an instant if one is named.',
      needs: 'editor',
      body: resumeScheduleInput,
      sample: { at: '2030-01-01T08:00:00Z' },
      isBodyOptional: true,
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
    {
      route: 'POST /admin/schedules/:id/cancel',
      summary: 'Cancels a schedule; what was carried out stays.',
      needs: 'editor',
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
  ],
};
