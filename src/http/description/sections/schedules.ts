import {
  createScheduleInput,
  listSchedulesInput,
  listUpcomingInput,
  resumeScheduleInput,
  schedulePage,
  scheduleResource,
  upcomingPage,
  updateScheduleInput,
} from '../../../contract/schedule.ts';
import type { Section } from '../operation.ts';

const finished = ['schedule_finished'] as const;

export const schedules: Section = {
  title: 'Schedules',
  says: 'Changes that happen by themselves: single steps, or a rollout over days.',
  operations: [
    {
      route: 'GET /admin/schedules',
      summary: 'By filter and page.',
      needs: 'viewer',
      query: listSchedulesInput,
      answer: schedulePage,
    },
    {
      route: 'POST /admin/schedules',
      summary: 'Plans steps as they are written, or a rollout whose stages become steps.',
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
      summary: 'Every step that is to come, in the order of time.',
      needs: 'viewer',
      query: listUpcomingInput,
      answer: upcomingPage,
    },
    {
      route: 'GET /admin/schedules/:id',
      summary: 'One.',
      needs: 'viewer',
      answer: scheduleResource,
    },
    {
      route: 'PATCH /admin/schedules/:id',
      summary: 'Replaces the steps that are to come.',
      needs: 'editor',
      body: updateScheduleInput,
      sample: { reason: 'as agreed' },
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
    {
      route: 'POST /admin/schedules/:id/pause',
      summary: 'Waits for a person.',
      needs: 'editor',
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
    {
      route: 'POST /admin/schedules/:id/resume',
      summary: 'Goes on, from an instant if one is named.',
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
      summary: 'Ends it; what was carried out stays.',
      needs: 'editor',
      answer: scheduleResource,
      ifMatch: true,
      refuses: finished,
    },
  ],
};
