import { Hono } from 'hono';
import { type ExplainInput, explainLimits } from '../../../contract/flags/explain.ts';
import type { UpdateFlagStateInput } from '../../../contract/flags/flag-state.ts';
import type { StopFlagInput } from '../../../contract/flags/flag-switch.ts';
import { explainFlag } from '../../../control/flag-states/explain-flag.ts';
import { getFlagState } from '../../../control/flag-states/get-flag-state.ts';
import { resumeFlag } from '../../../control/flag-states/resume-flag.ts';
import { stopFlag } from '../../../control/flag-states/stop-flag.ts';
import { updateFlagState } from '../../../control/flag-states/update-flag-state.ts';
import type { AdminEnv } from '../admin-env.ts';
import { expectedRevision, withEtag } from '../etag.ts';
import { jsonBody } from '../json-body.ts';

/** Under `/flags/:flag/environments/:environment`. */
export const flagStateRoutes = new Hono<AdminEnv>()
  .get('/:flag/environments/:environment', async (c) => {
    const state = await getFlagState({ ctx: c.var.control, input: c.req.param() });
    return c.json(withEtag(c, state));
  })
  .patch('/:flag/environments/:environment', jsonBody<UpdateFlagStateInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      change: c.req.valid('json'),
    };
    return c.json(withEtag(c, await updateFlagState({ ctx: c.var.control, input })));
  })
  .post('/:flag/environments/:environment/stop', jsonBody<StopFlagInput>(), async (c) => {
    const input = { ...c.req.param(), stop: c.req.valid('json') };
    return c.json(withEtag(c, await stopFlag({ ctx: c.var.control, input })));
  })
  .post('/:flag/environments/:environment/resume', jsonBody<StopFlagInput>(), async (c) => {
    const input = {
      ...c.req.param(),
      expectedRevision: expectedRevision(c),
      resume: c.req.valid('json'),
    };
    return c.json(withEtag(c, await resumeFlag({ ctx: c.var.control, input })));
  })
  .post(
    '/:flag/environments/:environment/explain',
    jsonBody<ExplainInput>(explainLimits),
    async (c) => {
      const input = { ...c.req.param(), question: c.req.valid('json') };
      return c.json(await explainFlag({ ctx: c.var.control, input }));
    },
  );
