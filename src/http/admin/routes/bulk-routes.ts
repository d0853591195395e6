import { Hono } from 'hono';
import type { ImportOptions } from '../../../contract/environments/environment-document.ts';
import { importLimits } from '../../../contract/fields/limits.ts';
import type {
  ResumeFlagsInput,
  StopFlagsInput,
  SwitchFlagsInput,
} from '../../../contract/flags/flag-switch.ts';
import { exportEnvironment } from '../../../control/environments/export-environment.ts';
import { importEnvironment } from '../../../control/environments/import-environment.ts';
import { resumeFlags } from '../../../control/flag-states/resume-flags.ts';
import { stopFlags } from '../../../control/flag-states/stop-flags.ts';
import { switchFlags } from '../../../control/flag-states/switch-flags.ts';
import type { AdminEnv } from '../admin-env.ts';
import { jsonBody } from '../json-body.ts';
import { queryOf } from '../query-of.ts';

/** What concerns many flags of an environment at once. */
export const bulkRoutes = new Hono<AdminEnv>()
  .post('/environments/:environment/switch', jsonBody<SwitchFlagsInput>(), async (c) => {
    const input = { ...c.req.param(), switch: c.req.valid('json') };
    return c.json(await switchFlags({ ctx: c.var.control, input }));
  })
  .post('/environments/:environment/stop', jsonBody<StopFlagsInput>(), async (c) => {
    const input = { ...c.req.param(), stop: c.req.valid('json') };
    return c.json(await stopFlags({ ctx: c.var.control, input }));
  })
  .post('/environments/:environment/resume', jsonBody<ResumeFlagsInput>(), async (c) => {
    const input = { ...c.req.param(), resume: c.req.valid('json') };
    return c.json(await resumeFlags({ ctx: c.var.control, input }));
  })
  .get('/environments/:environment/export', async (c) => {
    const document = await exportEnvironment({ ctx: c.var.control, input: c.req.param() });
    const name = `burgee-${document.environment.key}.json`;
    c.header('Content-Disposition', `attachment; filename="${name}"`);
    return c.json(document);
  })
  .post(
    '/environments/:environment/import',
    queryOf<ImportOptions>(),
    jsonBody<object>(importLimits),
    async (c) => {
      const input = {
        ...c.req.param(),
        options: c.req.valid('query'),
        document: c.req.valid('json'),
      };
      return c.json(await importEnvironment({ ctx: c.var.control, input }));
    },
  );
