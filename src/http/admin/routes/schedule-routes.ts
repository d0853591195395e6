import { Hono } from 'hono';
import type {
  CreateScheduleInput,
  ListSchedulesInput,
  ListUpcomingInput,
  ResumeScheduleInput,
  UpdateScheduleInput,
} from '../../../contract/flags/schedule.ts';
import { cancelSchedule } from '../../../control/schedules/cancel-schedule.ts';
import { createSchedule } from '../../../control/schedules/create-schedule.ts';
import { getSchedule } from '../../../control/schedules/get-schedule.ts';
import { listSchedules } from '../../../control/schedules/list-schedules.ts';
import { listUpcoming } from '../../../control/schedules/list-upcoming.ts';
import { pauseSchedule } from '../../../control/schedules/pause-schedule.ts';
import { resumeSchedule } from '../../../control/schedules/resume-schedule.ts';
import { updateSchedule } from '../../../control/schedules/update-schedule.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody, readOptionalJson } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

export const scheduleRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<ListSchedulesInput>(), async (c) =>
    c.json(await listSchedules({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .post('/', jsonBody<CreateScheduleInput>(), async (c) => {
    const schedule = await createSchedule({ ctx: c.var.control, input: c.req.valid('json') });
    return c.json(withEtag(c, schedule), 201);
  })
  .get('/calendar', queryOf<ListUpcomingInput>(), async (c) =>
    c.json(await listUpcoming({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .get('/:id', async (c) =>
    c.json(withEtag(c, await getSchedule({ ctx: c.var.control, input: c.req.param() }))),
  )
  .patch('/:id', jsonBody<UpdateScheduleInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateSchedule({ ctx: c.var.control, input })));
  })
  .post('/:id/pause', async (c) => {
    const input = { ...c.req.param(), expectedRevision: expectedRevision(c) };
    return c.json(withEtag(c, await pauseSchedule({ ctx: c.var.control, input })));
  })
  .post('/:id/resume', async (c) => {
    // The verb parses it.
    const resumption = ((await readOptionalJson(c)) ?? {}) as ResumeScheduleInput;
    const input = { ...c.req.param(), expectedRevision: expectedRevision(c), resumption };
    return c.json(withEtag(c, await resumeSchedule({ ctx: c.var.control, input })));
  })
  .post('/:id/cancel', async (c) => {
    const input = { ...c.req.param(), expectedRevision: expectedRevision(c) };
    return c.json(withEtag(c, await cancelSchedule({ ctx: c.var.control, input })));
  });
